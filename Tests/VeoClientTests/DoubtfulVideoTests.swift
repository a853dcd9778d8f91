import Glibc
import RawServer
import Testing

@testable import VeoClient

/// What may be the video is paid for, and never thrown away.
@Suite struct DoubtfulVideoTests {
    private static func answer(_ bytes: [UInt8], type: String = "video/mp4") -> [RawStep] {
        RawStep.answer(200, bytes: bytes, type: type)
    }

    private static let cut = Array(sampleMP4.dropLast(508))
    private static let longer = sampleMP4 + Array("<html>gone</html>".utf8)

    /// Types lie, zeros behind the last box are padding, and boxes may come in other orders.
    @Test func theBytesDecide() async throws {
        let padded = sampleMP4 + [0, 0, 0, 0]
        for (bytes, type) in [
            (sampleMP4, "text/html"), (sampleMP4, "application/json"), (sampleMP4, "text/plain"),
            (sampleMP4, "application/octet-stream"), (padded, "video/mp4"),
            (box("free") + sampleMP4, "video/mp4"), (box("moov") + box("mdat", [1]), "video/mp4"),
        ] {
            try await withTemporaryFolder { folder in
                try await withGateway({ _, _ in Self.answer(bytes, type: type) }) {
                    client, server in
                    let part = try await client.download(
                        .content(id: "1"), toPart: folder + "/a.part")
                    #expect(read(part.path) == bytes, "\(type)")
                    #expect(server.requests.count == 1)
                    part.discard()
                }
            }
        }
    }

    /// JSON of any type, and an address alone, lead to the video.
    @Test(arguments: ["text/plain", "video/mp4", "application/octet-stream", "text/html"])
    func textLeadsToTheVideo(type: String) async throws {
        for body in [#"{"url":"/x.mp4"}"#, "  {\"video_url\": \"/x.mp4\"}\n", "ADDRESS\n"] {
            try await withTemporaryFolder { folder in
                let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
                    let address = "http://\(request.headers["host"] ?? "")/x.mp4"
                    let text = body == "ADDRESS\n" ? address + "\n" : body
                    return request.target == "/x.mp4"
                        ? Self.answer(sampleMP4) : RawStep.answer(200, text, type: type)
                }
                try await withGateway(respond) { client, _ in
                    try await client.download(
                        .content(id: "1"), toPart: folder + "/a.part"
                    ).discard()
                }
            }
        }
    }

    /// The same bytes twice are not asked for a third time, and what may be a video stays.
    @Test func whatIsDoubtfulIsKept() async throws {
        for (bytes, reason) in [
            (Self.cut, "the video is not whole: its index (the box 'moov') is missing"),
            (
                Self.longer,
                "the video is doubtful: the 17 bytes behind its last box are no part of it"
            ),
            (
                Array("GIF89a".utf8) + [0, 1, 2, 3, 4],
                "the video is doubtful: it does not begin like a video that is known here"
            ),
        ] {
            try await withTemporaryFolder { folder in
                try await withGateway({ _, _ in Self.answer(bytes) }) { client, server in
                    let name = folder + "/cat.doubtful.mp4"
                    for (turn, expected) in [
                        (1, name), (2, name), (3, folder + "/cat.doubtful-2.mp4"),
                    ] {
                        if turn == 3 { try write([1], to: name) }
                        let error = try await failure { () async throws(ClientError) in
                            try await client.download(
                                .content(id: "1"), toPart: folder + "/a.part",
                                keepingDoubtful: name)
                        }
                        #expect(
                            error.message
                                == reason + " (after 2 tries); what came is kept as '\(expected)'")
                        #expect(read(expected) == bytes)
                        #expect(server.requests.count == 2 * turn)
                        #expect(read(folder + "/a.part") == nil)
                    }
                    #expect(read(name) == [1])
                }
            }
        }
    }

    /// A page, and what a broken line has left, are no video that anybody wants.
    @Test func whatIsSurelyNoneIsNotKept() async throws {
        for steps in [
            RawStep.answer(200, "<html>gone</html>", type: "video/mp4"), Self.answer([]),
            RawStep.answer(200, bytes: Self.cut, type: "video/mp4", length: sampleMP4.count),
            RawStep.answer(404, ""),
        ] {
            try await withTemporaryFolder { folder in
                try await withGateway({ _, _ in steps }) { client, _ in
                    let error = try await failure { () async throws(ClientError) in
                        try await client.download(
                            .content(id: "1"), toPart: folder + "/a.part",
                            keepingDoubtful: folder + "/cat.doubtful.mp4")
                    }
                    #expect(!error.message.contains("kept"), "\(error)")
                    #expect(read(folder + "/cat.doubtful.mp4") == nil)
                }
            }
        }
    }

    /// Another address has the good one: nothing doubtful is left as the video.
    @Test func aGoodVideoOfAnotherAddressWins() async throws {
        try await withTemporaryFolder { folder in
            let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
                request.target.hasSuffix("/content")
                    ? Self.answer(sampleMP4) : Self.answer(Self.cut)
            }
            try await withGateway(respond) { client, _ in
                let link = try #require(
                    VideoLink("/1.mp4", relativeTo: client.configuration.baseURL))
                let part = try await client.download(
                    .links([link], id: "1"), toPart: folder + "/a.part",
                    keepingDoubtful: folder + "/cat.doubtful.mp4")
                #expect(read(part.path) == sampleMP4)
                part.discard()
            }
        }
    }
}
