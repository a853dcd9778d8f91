import Crypto
import Glibc
import RawServer
import Testing

@testable import VeoClient

@Suite struct DownloadTests {
    private static let video = RawStep.answer(200, bytes: sampleMP4, type: "video/mp4")
    private let sha256 = hexadecimal(SHA256.hash(data: sampleMP4))

    private func link(_ url: String, _ client: GatewayClient) throws -> VideoSource {
        .links([try #require(VideoLink(url, relativeTo: client.configuration.baseURL))], id: nil)
    }

    @Test func wholeVideoIsCommitted() async throws {
        try await withTemporaryFolder { folder in
            try await withGateway({ _, _ in Self.video }) { client, server in
                let progress = Collector<DownloadProgress>()
                let part = try await client.download(
                    try link("/flow/1.mp4", client), toPart: folder + "/a.mp4.part",
                    onProgress: progress.add)
                #expect(part.byteCount == Int64(sampleMP4.count))
                #expect(part.sha256 == sha256)
                #expect(
                    progress.values.last
                        == DownloadProgress(
                            receivedBytes: Int64(sampleMP4.count),
                            totalBytes: Int64(sampleMP4.count)))
                try part.commit(to: folder + "/a.mp4", replacing: false)
                #expect(read(folder + "/a.mp4") == sampleMP4)
                #expect(read(folder + "/a.mp4.part") == nil)
                #expect(server.requests[0].headers["authorization"] == "Bearer \(testSecret)")
                #expect(server.requests[0].headers["accept-encoding"] == "identity")
            }
        }
    }

    @Test func commitDoesNotReplaceUnasked() async throws {
        try await withTemporaryFolder { folder in
            try write([1], to: folder + "/a.mp4")
            try write([2], to: folder + "/a.mp4.part")
            let part = DownloadedPart(path: folder + "/a.mp4.part", byteCount: 1, sha256: "")
            let error = try #require(throws: ClientError.self) {
                try part.commit(to: folder + "/a.mp4", replacing: false)
            }
            #expect(error.code == .targetExists)
            #expect(read(folder + "/a.mp4") == [1])
            #expect(read(folder + "/a.mp4.part") == [2])
            try part.commit(to: folder + "/a.mp4", replacing: true)
            #expect(read(folder + "/a.mp4") == [2])
            let gone = try #require(throws: ClientError.self) {
                try part.commit(to: folder + "/none/b.mp4", replacing: false)
            }
            #expect(gone.code == .file(ENOENT))
        }
    }

    /// A device or a pipe is no video that is replaced.
    @Test func onlyAFileIsReplaced() async throws {
        try await withTemporaryFolder { folder in
            try write([2], to: folder + "/a.mp4.veo.part")
            let part = DownloadedPart(
                path: folder + "/a.mp4.veo.part", byteCount: 1, sha256: "")
            #expect(mkfifo(folder + "/a.mp4", 0o600) == 0)
            let error = try #require(throws: ClientError.self) {
                try part.commit(to: folder + "/a.mp4", replacing: true)
            }
            #expect(error.message == "could not replace '\(folder)/a.mp4': it is no plain file")
            #expect(error.advice == "choose another name with `save … to PATH`")
            #expect(open(folder + "/a.mp4", O_WRONLY | O_NONBLOCK) < 0 && errno == ENXIO)
        }
    }

    private struct Hostile: Sendable {
        let steps: [RawStep]
        let code: ClientError.Code
        let message: String
        var tries: Int? = 5
        /// Deadlines that a test can wait for; only for servers that never go on.
        var head = Deadlines.patient.head
        var idle = Deadlines.patient.idleBody
    }

    private static let hostile = [
        Hostile(
            steps: RawStep.answer(
                200, bytes: Array(sampleMP4.dropLast(100)), type: "video/mp4",
                length: sampleMP4.count),
            code: .connection, message: "was closed before the answer was complete"),
        Hostile(
            steps: RawStep.answer(200, bytes: Array(sampleMP4.dropLast(508)), type: "video/mp4"),
            code: .truncated, message: "its index (the box 'moov') is missing", tries: 2),
        Hostile(
            steps: [
                .send("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nConnection: close\r\n\r\n"),
                .bytes(Array(sampleMP4.dropLast(1))),
            ],
            code: .truncated, message: "1 bytes of its box 'moov' are missing", tries: 2),
        Hostile(
            steps: RawStep.answer(200, "<html>expired</html>", type: "text/html"), code: .badAnswer,
            message: "web page"),
        Hostile(
            steps: RawStep.answer(200, "<html>expired</html>", type: "video/mp4"),
            code: .badAnswer, message: "web page"),
        Hostile(
            steps: RawStep.answer(200, #"{"status":"queued"}"#, type: "application/octet-stream"),
            code: .notReady, message: "no file for this task yet", tries: 7),
        Hostile(
            steps: RawStep.answer(200, "", type: "video/mp4"), code: .notReady,
            message: "nothing instead of a video", tries: 7),
        Hostile(
            steps: RawStep.answer(200, bytes: [], type: "video/mp4", length: 9_000_000_000),
            code: .tooLarge, message: "8,589,934,592 bytes", tries: 1),
        Hostile(
            steps: RawStep.answer(206, bytes: sampleMP4, type: "video/mp4"), code: .badAnswer,
            message: "answered 206"),
        Hostile(
            steps: RawStep.answer(
                200, bytes: [7, 7] + sampleMP4, type: "video/mp4",
                headers: ["Content-Encoding: br"]),
            code: .badAnswer, message: "packed as 'br'"),
        Hostile(
            steps: RawStep.answer(
                403, "<Error><Code>AccessDenied</Code></Error>",
                type: "application/xml"),
            code: .forbidden, message: "403", tries: 1),
        Hostile(steps: RawStep.answer(502, ""), code: .serverError, message: "bad gateway"),
        Hostile(
            steps: [.stall], code: .timeout, message: "no answer within 50 ms",
            tries: nil, head: .milliseconds(50)),
        Hostile(
            steps: Array(
                RawStep.answer(
                    200, bytes: Array(sampleMP4.prefix(1_000)),
                    type: "video/mp4", length: 5_000)) + [.stall],
            code: .timeout, message: "stood still for 100 ms", idle: .milliseconds(100)),
        Hostile(
            steps: RawStep.redirect("ftp://x.example/"), code: .refused,
            message: "leads to no web address", tries: 1),
        Hostile(
            steps: RawStep.redirect("/again"), code: .refused, message: "more than 5 redirects",
            tries: 6),
    ]

    @Test func nothingElsePassesAsAVideo() async throws {
        for (number, hostile) in Self.hostile.enumerated() {
            var deadlines = Deadlines.patient
            deadlines.head = hostile.head
            deadlines.idleBody = hostile.idle
            try await withTemporaryFolder { folder in
                try await withGateway(deadlines: deadlines, { _, _ in hostile.steps }) {
                    client, server in
                    let source = try link("/flow/1.mp4", client)
                    let error = try await failure { () async throws(ClientError) in
                        try await client.download(source, toPart: folder + "/a.part")
                    }
                    #expect(error.code == hostile.code, "\(number) \(error)")
                    #expect(error.message.contains(hostile.message), "\(number) \(error)")
                    if let tries = hostile.tries {
                        #expect(server.requests.count == tries, "\(number)")
                    }
                    #expect(read(folder + "/a.part") == nil, "\(number)")
                }
            }
        }
    }

    @Test func aDeadLinkIsAskedForOnce() async throws {
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
            switch request.target {
            case "/v1/videos/1":
                RawStep.answer(
                    200, #"{"id":"1","status":"completed","video_url":"/flow/2.mp4?new=1"}"#)
            case "/flow/2.mp4?new=1": Self.video
            default: RawStep.answer(403, "")
            }
        }
        try await withTemporaryFolder { folder in
            try await withGateway(respond) { client, server in
                let link = try #require(try link("/flow/1.mp4", client).links.first)
                _ = try await client.download(.links([link], id: "1"), toPart: folder + "/a.part")
                #expect(
                    server.requests.map(\.target) == [
                        "/flow/1.mp4", "/v1/videos/1", "/flow/2.mp4?new=1",
                    ])
            }
        }
    }

    @Test func aCutDownloadIsTriedAgain() async throws {
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
            number < 2
                ? RawStep.answer(
                    200, bytes: Array(sampleMP4.prefix(200_000)), type: "video/mp4",
                    length: sampleMP4.count) : Self.video
        }
        try await withTemporaryFolder { folder in
            try await withGateway(respond) { client, server in
                let part = try await client.download(
                    .content(id: "v/1"), toPart: folder + "/a.part")
                #expect(part.sha256 == sha256)
                #expect(server.requests.count == 3)
                #expect(server.requests[0].target == "/v1/videos/v%2F1/content")
            }
        }
    }

    @Test func theKeyNeverLeavesItsOrigin() async throws {
        try await withTemporaryFolder { folder in
            try await RawServer.with({ request, _ in
                request.target == "/back" ? Self.video : RawStep.redirect("/back")
            }) { storage in
                let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
                    request.target.hasSuffix("/content")
                        ? RawStep.redirect(storage.origin + "/x?sig=1")
                        : RawStep.answer(200, #"{"url":"\#(storage.origin)/y"}"#)
                }
                try await withGateway(respond) { client, server in
                    let sources = [
                        VideoSource.content(id: "1"), try link(storage.origin + "/direct", client),
                        try link("/v1/videos/1/json", client),
                    ]
                    for source in sources {
                        try await client.download(source, toPart: folder + "/a.part").discard()
                    }
                    #expect(server.requests.count == 2)
                    #expect(server.requests.allSatisfy { $0.headers["authorization"] != nil })
                    #expect(storage.requests.count == 6)
                    #expect(storage.requests.allSatisfy { $0.headers["authorization"] == nil })
                    #expect(storage.requests.contains { $0.target == "/x?sig=1" })
                }
            }
        }
    }

    @Test func aDeadLinkFallsBackToContent() async throws {
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
            request.target.hasSuffix("/content") ? Self.video : RawStep.answer(403, "")
        }
        try await withTemporaryFolder { folder in
            try await withGateway(respond) { client, server in
                let link = try #require(try link("/flow/1.mp4", client).links.first)
                _ = try await client.download(.links([link], id: "1"), toPart: folder + "/a.part")
                #expect(
                    server.requests.map(\.target) == [
                        "/flow/1.mp4", "/v1/videos/1", "/v1/videos/1/content",
                    ])
            }
        }
    }

    @Test func thePartIsNoTrap() async throws {
        try await withTemporaryFolder { folder in
            try await withGateway({ _, _ in Self.video }) { client, _ in
                try write([5], to: folder + "/precious")
                symlink(folder + "/precious", folder + "/link.part")
                for name in ["link.part", "none/a.part", "nul\0.part"] {
                    let error = try await failure { () async throws(ClientError) in
                        try await client.download(
                            .content(id: "1"), toPart: "\(folder)/\(name)")
                    }
                    guard case .file = error.code else {
                        Issue.record("\(name): \(error)")
                        continue
                    }
                }
                #expect(read(folder + "/precious") == [5])
                // The rest of an earlier download is emptied and used again.
                try write([UInt8](repeating: 1, count: 900_000), to: folder + "/old.part")
                let part = try await client.download(
                    .content(id: "1"), toPart: folder + "/old.part")
                #expect(read(part.path) == sampleMP4)
                part.discard()
                #expect(read(part.path) == nil)
            }
        }
    }

    /// A program that is killed while it gives a download its name leaves it with two.
    @Test func aPartWithAnotherNameLosesThisOne() async throws {
        try await withTemporaryFolder { folder in
            try await withGateway({ _, _ in Self.video }) { client, _ in
                try write([5], to: folder + "/a.mp4")
                Glibc.link(folder + "/a.mp4", folder + "/a.mp4.part")
                let part = try await client.download(
                    .content(id: "1"), toPart: folder + "/a.mp4.part")
                #expect(read(part.path) == sampleMP4)
                #expect(read(folder + "/a.mp4") == [5])
                part.discard()
            }
        }
    }

    @Test func httpsNeverBecomesPlain() async throws {
        try await HTTPTransport.with(proxy: nil) { transport in
            let client = try makeClient(transport, base: "https://127.0.0.1:1/v1")
            let error = try #require(throws: ClientError.self) {
                try client.redirectTarget(
                    "http://o.example/x", from: "https://127.0.0.1:1/v1/x", count: 1,
                    step: .download)
            }
            #expect(error.message.contains("from https to plain http (o.example)"))
        }
    }
}
