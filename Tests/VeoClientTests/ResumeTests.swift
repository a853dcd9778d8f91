import Crypto
import Glibc
import RawServer
import Testing

@testable import VeoClient

/// A download that breaks off goes on where it was, and only where that is surely the same file.
@Suite struct ResumeTests {
    private static let tag = "\"A1\""
    private static let half = sampleMP4.count / 2
    private let sha256 = hexadecimal(SHA256.hash(data: sampleMP4))

    /// An answer that announces all and breaks off after `count` bytes. What of them the client
    /// still reads is a matter of time.
    private static func cut(at count: Int, tag: String? = tag) -> [RawStep] {
        RawStep.answer(
            200, bytes: Array(sampleMP4.prefix(count)), type: "video/mp4",
            headers: tag.map { ["ETag: \($0)"] } ?? [], length: sampleMP4.count)
    }

    /// The rest that a request asks for, or the `count` bytes at its start.
    private static func rest(
        _ request: RawRequest, count: Int? = nil, tag: String = tag,
        range: (_ offset: Int, _ size: Int) -> String = { "\($0)-\($1 - 1)/\($1)" }
    ) -> [RawStep] {
        let offset = offset(request) ?? 0
        let bytes = Array(sampleMP4.dropFirst(offset))
        return RawStep.answer(
            206, bytes: Array(bytes.prefix(count ?? bytes.count)), type: "video/mp4",
            headers: [
                "ETag: \(tag)", "Content-Range: bytes \(range(offset, sampleMP4.count))",
            ], length: bytes.count)
    }

    private static func offset(_ request: RawRequest) -> Int? {
        request.headers["range"].flatMap { Int($0.dropFirst("bytes=".count).dropLast()) }
    }

    private static let whole = RawStep.answer(
        200, bytes: sampleMP4, type: "video/mp4", headers: ["ETag: \(tag)"])

    /// Downloads from a server that gives these answers in turn; returns where each request
    /// wanted to go on.
    private func offsets(
        _ answers: [@Sendable (RawRequest) -> [RawStep]]
    ) async throws -> [Int?] {
        try await withTemporaryFolder { folder in
            try await withGateway({ request, number in
                answers[min(number, answers.count - 1)](request)
            }) { client, server in
                let part = try await client.download(
                    .content(id: "1"), toPart: folder + "/a.part")
                #expect(part.sha256 == sha256)
                #expect(part.byteCount == Int64(sampleMP4.count))
                #expect(read(part.path) == sampleMP4)
                part.discard()
                for request in server.requests where request.headers["range"] != nil {
                    #expect(request.headers["if-range"] == Self.tag)
                }
                return server.requests.map(Self.offset)
            }
        }
    }

    @Test(arguments: [1, 3_000, half, sampleMP4.count - 1])
    func goesOnWhereItBroke(at count: Int) async throws {
        let asked = try await offsets([{ _ in Self.cut(at: count) }, { Self.rest($0) }])
        #expect(asked.count == 2)
        let offset = try #require(asked.last ?? nil)
        #expect((1...count).contains(offset))
    }

    @Test func goesOnSeveralTimes() async throws {
        let asked = try await offsets([
            { _ in Self.cut(at: 2_000) }, { Self.rest($0, count: 4_000) }, { Self.rest($0) },
        ]).compactMap { $0 }
        #expect(asked.count == 2)
        #expect(asked == asked.sorted() && Set(asked).count == 2)
    }

    @Test func startsAnewWithoutAStrongTag() async throws {
        let long = "\"" + String(repeating: "x", count: 2_000) + "\""
        // One with the key in it would be sent wherever the video is.
        for tag in [nil, "W/\"A1\"", "A1", long, "\"\(testSecret)\""] {
            let asked = try await offsets([
                { _ in Self.cut(at: Self.half, tag: tag) }, { _ in Self.whole },
            ])
            #expect(asked == [nil, nil], "\(tag ?? "none")")
        }
    }

    @Test func startsAnewWhereTheServerIgnoresTheRange() async throws {
        let asked = try await offsets([{ _ in Self.cut(at: Self.half) }, { _ in Self.whole }])
        #expect(asked.count == 2)
        #expect(asked.last != .some(nil))
    }

    @Test func startsAnewWithAnotherRange() async throws {
        let others: [@Sendable (RawRequest) -> [RawStep]] = [
            { Self.rest($0, range: { "0-\($1 - 1)/\($1)" }) },
            { Self.rest($0, range: { "\($0 + 1)-\($1 - 1)/\($1)" }) },
            { Self.rest($0, range: { "\($0)-\($1 - 2)/\($1)" }) },
            { Self.rest($0, range: { "\($0)-\($1 - 1)/*" }) },
            { Self.rest($0, range: { "\($0)-\($1)/\($1 + 1)" }) },
            { Self.rest($0, range: { _, _ in "nonsense" }) },
            // Numbers that no file has.
            { Self.rest($0, range: { _, _ in "150128-5/-9223372036854775808" }) },
            { Self.rest($0, range: { "\($0)-9223372036854775806/\($1)" }) },
            { Self.rest($0, range: { "\($0)--1/0\($1 - $1)" }) },
            { Self.rest($0, range: { "\($0)-+\($1 - 1)/\($1)" }) },
            { Self.rest($0, range: { "\($0)-99999999999999999999/100000000000000000000\($1)" }) },
            { request in
                let offset = Self.offset(request) ?? 0
                return RawStep.answer(
                    206, bytes: Array(sampleMP4.dropFirst(offset)), type: "video/mp4",
                    headers: [
                        "Content-Range: bytes \(offset)-\(sampleMP4.count - 1)/\(sampleMP4.count)"
                    ], length: .max)
            },
            { Self.rest($0, tag: "\"B2\"") },
            { _ in RawStep.answer(416, "") },
        ]
        for (number, other) in others.enumerated() {
            let asked = try await offsets([
                { _ in Self.cut(at: Self.half) }, other, { _ in Self.whole },
            ])
            #expect(asked.count == 3, "\(number)")
            #expect(asked[1] != nil && asked[2] == nil, "\(number)")
        }
    }

    /// The bytes were all there and no video: the rest of nothing is not asked for.
    @Test func aDamagedFileStartsAnew() async throws {
        let damaged = RawStep.answer(
            200, bytes: Array(sampleMP4.dropLast(508)), type: "video/mp4",
            headers: ["ETag: \(Self.tag)"])
        let asked = try await offsets([{ _ in damaged }, { _ in Self.whole }])
        #expect(asked == [nil, nil])
    }

    @Test func aStalledDownloadGoesOn() async throws {
        var deadlines = Deadlines.patient
        deadlines.idleBody = .milliseconds(400)
        try await withTemporaryFolder { folder in
            let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
                Self.offset(request) == nil
                    ? Self.cut(at: 300_000) + [.stall] : Self.rest(request)
            }
            try await withGateway(deadlines: deadlines, respond) { client, server in
                let part = try await client.download(
                    .content(id: "1"), toPart: folder + "/a.part")
                #expect(part.sha256 == sha256)
                // On a busy machine the second one may seem to stand still, too.
                #expect(server.requests.last.map { Self.offset($0) != nil } == true)
                part.discard()
            }
        }
    }

    /// Two downloads to one name: the second is told who has it, and the first is not harmed.
    @Test func aPartHasOneWriter() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.part"
            try await withGateway({ _, _ in Self.whole }) { client, server in
                let first = try await client.download(.content(id: "1"), toPart: path)
                let error = try await failure { () async throws(ClientError) in
                    try await client.download(.content(id: "1"), toPart: path)
                }
                #expect(error.code == .file(EWOULDBLOCK))
                #expect(error.message.contains("another `save` of this program is writing it"))
                #expect(error.advice.contains("another name"))
                #expect(server.requests.count == 1)
                try first.commit(to: folder + "/a.mp4", replacing: false)
                #expect(read(folder + "/a.mp4") == sampleMP4)
                // The name is free again, and the saved file out of reach.
                try await client.download(.content(id: "1"), toPart: path).discard()
                #expect(read(folder + "/a.mp4") == sampleMP4)
            }
        }
    }

    @Test func theMessageSaysWhoseLimitItIs() {
        let cases: [(Int32, String, String)] = [
            (ENOSPC, "the disk is full", "free some space"), (EDQUOT, "quota", "free some space"),
            (EFBIG, "ulimit -f", "raise the limit"), (EACCES, "may not write there", "`save … to"),
            (EROFS, "read-only", "`save … to PATH`"),
        ]
        for (number, reason, advice) in cases {
            let error = FileFailure(action: "write", path: "a\u{1b}.part", number: number)
                .clientError(step: .download)
            #expect(error.code == .file(number))
            #expect(error.message.hasPrefix("could not write 'a\\u{1b}.part': "))
            #expect(error.message.contains(reason))
            #expect(error.advice.contains(advice))
        }
    }
}
