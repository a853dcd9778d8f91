import CZlib
import NIOCore
import RawServer
import Testing

@testable import VeoClient

/// Nobody asks for compression; what comes packed all the same is read, within limits.
@Suite struct CompressionTests {
    /// The heads that deflate goes with (zlib.h): gzip, zlib, none.
    enum Wrapping: Int32, CaseIterable, Sendable {
        case gzip = 31
        case zlib = 15
        case bare = -15
    }

    static func packed(_ bytes: [UInt8], _ wrapping: Wrapping = .gzip) -> [UInt8] {
        var stream = z_stream()
        var result = [UInt8](repeating: 0, count: bytes.count + 1_000)
        var input = bytes
        input.withUnsafeMutableBufferPointer { input in
            result.withUnsafeMutableBufferPointer { output in
                deflateInit2_(
                    &stream, 9, Z_DEFLATED, wrapping.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                    Int32(MemoryLayout<z_stream>.size))
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                deflate(&stream, Z_FINISH)
                deflateEnd(&stream)
            }
        }
        return Array(result.prefix(Int(stream.total_out)))
    }

    private static let queued = Array(#"{"id":"video_1","status":"queued"}"#.utf8)
    private static let codings: [(Wrapping, [String])] = [
        (.gzip, ["Content-Encoding: gzip"]), (.gzip, ["Content-Encoding: X-GZip"]),
        (.zlib, ["Content-Encoding: deflate"]), (.bare, ["Content-Encoding: deflate"]),
        // Some forward what is packed and forget the word about it.
        (.gzip, []), (.gzip, ["Content-Encoding: identity"]),
        (.gzip, ["Content-Encoding: identity, gzip"]), (.gzip, ["Content-Encoding: br"]),
    ]

    private static func answer(
        _ bytes: [UInt8], _ headers: [String], type: String = "application/json"
    ) -> [RawStep] {
        RawStep.answer(200, bytes: bytes, type: type, headers: headers)
    }

    @Test(arguments: codings.indices)
    func answersAreUnpacked(number: Int) async throws {
        let (wrapping, headers) = Self.codings[number]
        let link = #"data: {"choices":[{"delta":{"content":"[v](https://h.example/1.mp4)"}}]}"#
        let stream = Array((link + "\n\ndata: [DONE]\n\n").utf8)
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
            switch request.target {
            case "/v1/chat/completions":
                Self.answer(Self.packed(stream, wrapping), headers, type: "text/event-stream")
            case "/v1/videos/1/content":
                Self.answer(Self.packed(sampleMP4, wrapping), headers, type: "video/mp4")
            default: Self.answer(Self.packed(Self.queued, wrapping), headers)
            }
        }
        try await withGateway(respond) { client, server in
            let id = try await client.create(textRequest).id
            #expect(id == "video_1")
            let status = try await client.status(of: "video_1").status
            #expect(status == .queued)
            let result = try await client.generate(chatRequest)
            #expect(result.links.first?.url == "https://h.example/1.mp4")
            try await withTemporaryFolder { folder in
                let part = try await client.download(
                    .content(id: "1"), toPart: folder + "/a.part")
                #expect(read(part.path) == sampleMP4)
                part.discard()
            }
            #expect(server.requests.count == 4)
        }
    }

    /// A small piece may unpack to many steps, also the last one.
    @Test func manySteps() async throws {
        let file =
            box("ftyp") + box("mdat", (0..<3_000_000).map { UInt8($0 >> 14 & 3) }) + box("moov")
        let packed = Self.packed(file)
        #expect(packed.count < 40_000)
        try await withGateway({ _, _ in Self.answer(packed, [], type: "video/mp4") }) { client, _ in
            try await withTemporaryFolder { folder in
                let part = try await client.download(
                    .content(id: "1"), toPart: folder + "/a.part")
                #expect(read(part.path) == file)
                part.discard()
            }
        }
    }

    /// In pieces of one byte, in several packed pieces, and with zeros behind the end.
    @Test func pieces() async throws {
        let (first, second) = (Self.queued.prefix(9), Self.queued.dropFirst(9))
        let packed = Self.packed(Array(first)) + Self.packed(Array(second)) + [0, 0, 0]
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        let steps = [RawStep.send(head)] + packed.map { RawStep.bytes([$0]) }
        try await withGateway({ _, _ in steps }) { client, _ in
            let status = try await client.status(of: "video_1").status
            #expect(status == .queued)
        }
    }

    /// A header that speaks of packing where nothing is packed: the bytes decide.
    @Test(arguments: ["gzip", "deflate", "br", "zstd", "gzip, br"])
    func plainAnswersStayAsTheyAre(coding: String) async throws {
        let headers = ["Content-Encoding: \(coding)"]
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
            request.target.hasSuffix("/content")
                ? Self.answer(sampleMP4, headers, type: "video/mp4")
                : Self.answer(Self.queued, headers)
        }
        try await withGateway(respond) { client, _ in
            let status = try await client.status(of: "video_1").status
            #expect(status == .queued)
            try await withTemporaryFolder { folder in
                try await client.download(.content(id: "1"), toPart: folder + "/a.part").discard()
            }
        }
    }

    @Test func whatIsPackedTwiceIsUnpackedTwice() async throws {
        for bytes in [Self.packed(Self.packed(Self.queued)), Self.packed(Self.queued)] {
            let steps = Self.answer(bytes, ["Content-Encoding: gzip, gzip"])
            try await withGateway({ _, _ in steps }) { client, _ in
                let task = try await client.create(textRequest)
                #expect(task.id == "video_1")
            }
        }
    }

    /// Two layers are within the limit of one.
    @Test func aBombInTwoLayers() throws {
        let inner = Self.packed([UInt8](repeating: 0, count: 30_000_000))
        var input = ByteBuffer(bytes: Self.packed(inner))
        let layers = PackedLayers([.wrapped, .wrapped])
        #expect(throws: UnpackingFailure.bomb) {
            while try layers.step(&input) != nil {}
        }
    }

    @Test func whatIsNotReadIsNamed() async throws {
        for coding in ["br", "zstd", "gzip, br"] {
            let bytes =
                coding == "gzip, br" ? Self.packed(Self.packed(Self.queued)) : [0x8b, 2, 9]
            let steps = Self.answer(bytes, ["Content-Encoding: \(coding)"])
            try await withGateway({ _, _ in steps }) { client, server in
                let error = try await failure { () async throws(ClientError) in
                    try await client.create(textRequest)
                }
                #expect(error.code == .badAnswer)
                #expect(error.message.contains("packed as '\(coding)'"), "\(error)")
                #expect(error.delivery == .unknown)
                #expect(server.requests.count == 1)
            }
        }
    }

    /// What unpacks to far too much ends with a message that names the limit.
    @Test func bombs() async throws {
        let blanks = Self.packed([UInt8](repeating: 32, count: 8_000_000))
        try await withGateway({ _, _ in Self.answer(blanks, ["Content-Encoding: gzip"]) }) {
            client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.status(of: "video_1")
            }
            #expect(error.code == .tooLarge)
            #expect(error.message.contains("larger than"), "\(error)")
        }
        let video = Self.packed(
            box("ftyp") + box("mdat", [UInt8](repeating: 0, count: 20_000_000)) + box("moov"))
        try await withGateway({ _, _ in Self.answer(video, [], type: "video/mp4") }) { client, _ in
            try await withTemporaryFolder { folder in
                let error = try await failure { () async throws(ClientError) in
                    try await client.download(.content(id: "1"), toPart: folder + "/a.part")
                }
                #expect(error.code == .tooLarge)
                #expect(error.message == "the answer unpacks to more than 200 times its size")
                #expect(read(folder + "/a.part") == nil)
            }
        }
    }

    /// A packed download that breaks off has no place in the file to go on from.
    @Test func aPackedDownloadStartsAnew() async throws {
        let tag = "ETag: \"A1\""
        let packed = Self.packed(sampleMP4)
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
            number == 0
                ? RawStep.answer(
                    200, bytes: Array(packed.prefix(packed.count / 2)), type: "video/mp4",
                    headers: [tag, "Content-Encoding: gzip"], length: packed.count)
                : RawStep.answer(200, bytes: packed, type: "video/mp4", headers: [tag])
        }
        try await withGateway(respond) { client, server in
            try await withTemporaryFolder { folder in
                let part = try await client.download(
                    .content(id: "1"), toPart: folder + "/a.part")
                #expect(read(part.path) == sampleMP4)
                part.discard()
            }
            #expect(server.requests.map { $0.headers["range"] } == [nil, nil])
        }
        // The rest of a plain one that comes packed is none.
        try await withGateway({ request, number in
            if number == 0 {
                return RawStep.answer(
                    200, bytes: Array(sampleMP4.prefix(99_000)), type: "video/mp4",
                    headers: [tag], length: sampleMP4.count)
            }
            guard let range = request.headers["range"] else {
                return RawStep.answer(200, bytes: sampleMP4, type: "video/mp4")
            }
            let offset = Int(range.dropFirst(6).dropLast()) ?? 0
            return RawStep.answer(
                206, bytes: Self.packed(Array(sampleMP4[offset...])), type: "video/mp4",
                headers: [
                    tag, "Content-Encoding: gzip",
                    "Content-Range: bytes \(offset)-\(sampleMP4.count - 1)/\(sampleMP4.count)",
                ])
        }) { client, server in
            try await withTemporaryFolder { folder in
                let part = try await client.download(
                    .content(id: "1"), toPart: folder + "/a.part")
                #expect(read(part.path) == sampleMP4)
                part.discard()
            }
            #expect(server.requests.count == 3)
        }
    }

    /// What is there of an answer whose packing ends early is read.
    @Test func packedAnswersThatEndEarly() async throws {
        let packed = Self.packed(Self.queued)
        try await withGateway({ _, _ in Self.answer(Array(packed.dropLast(8)), []) }) { client, _ in
            let id = try await client.create(textRequest).id
            #expect(id == "video_1")
        }
        let damaged = Array(packed.prefix(12)) + [UInt8](repeating: 0xff, count: 30)
        try await withGateway({ _, _ in Self.answer(damaged, []) }) { client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.create(textRequest)
            }
            #expect(error.delivery == .unknown)
        }
    }
}
