import Glibc
import RawServer
import Testing

@testable import VeoClient

/// Links that are late, dead, or none.
@Suite struct LinkTests {
    private static let video = RawStep.answer(200, bytes: sampleMP4, type: "video/mp4")

    private func link(_ url: String, _ client: GatewayClient) throws -> VideoSource {
        .links([try #require(VideoLink(url, relativeTo: client.configuration.baseURL))], id: nil)
    }

    @Test func contentThatIsNotReadyIsAskedForAMinute() async throws {
        let pauses = [2, 4, 8, 16, 16, 16].map { Duration.seconds($0) }
        let clock = SelectiveClock(passes: { pauses.contains($0) })
        for (answer, steps) in [
            RawStep.answer(200, #"{"id":"1","status":"completed"}"#),
            RawStep.answer(200, #"{"status":"completed"}"#, type: "text/plain"),
            RawStep.answer(400, #"{"error":{"message":"Task is not completed yet"}}"#),
            RawStep.answer(409, ""), RawStep.answer(425, ""), RawStep.answer(202, ""),
        ].enumerated() {
            try await withTemporaryFolder { folder in
                let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
                    number < 6 ? steps : Self.video
                }
                try await withGateway(retry: .standard, clock: clock, respond) { client, _ in
                    try await client.download(
                        .content(id: "1"), toPart: folder + "/a.part"
                    ).discard()
                }
                try await withGateway(retry: .standard, clock: clock, { _, _ in steps }) {
                    client, server in
                    let error = try await failure { () async throws(ClientError) in
                        try await client.download(.content(id: "1"), toPart: folder + "/a.part")
                    }
                    #expect(error.code == .notReady, "\(answer)")
                    #expect(server.requests.count == 7)
                }
            }
        }
        #expect(clock.pauses.values == Array(repeating: pauses, count: 12).flatMap { $0 })
    }

    /// Right after the end of a job a 403 or a 404 may mean that its file is not there yet; later
    /// it means that it is gone.
    @Test func aLateFileOfAFreshJobIsWaitedFor() async throws {
        for status in [403, 404] {
            let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, number in
                number >= 5 && request.target == "/flow/1.mp4"
                    ? Self.video : RawStep.answer(status, "")
            }
            try await withTemporaryFolder { folder in
                let healed = Collector<ClientNotice>()
                try await withGateway(notify: healed.add, respond) { client, server in
                    let link = try #require(try link("/flow/1.mp4", client).links.first)
                    try await client.download(
                        .links([link], id: "1"), toPart: folder + "/a.part", isFresh: true
                    ).discard()
                    #expect(server.requests.count == 7)
                    #expect(
                        healed.values.map(\.words) == [
                            "its video is not there yet, and is asked for 6 more times: "
                                + "the gateway answered \(status) "
                                + (status == 403 ? "(forbidden)" : "(not found)")
                        ])
                }
                try await withGateway(respond) { client, server in
                    let link = try #require(try link("/flow/1.mp4", client).links.first)
                    let error = try await failure { () async throws(ClientError) in
                        try await client.download(
                            .links([link], id: "1"), toPart: folder + "/a.part")
                    }
                    #expect(error.httpStatus == status)
                    #expect(server.requests.count == 3)
                }
            }
        }
    }

    /// The links of an answer are asked in its order, and the one that had the video is told once.
    @Test func theOtherLinksAreAsked() async throws {
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
            request.target == "/3.mp4" ? Self.video : RawStep.answer(404, "")
        }
        try await withTemporaryFolder { folder in
            let healed = Collector<ClientNotice>()
            try await withGateway(notify: healed.add, respond) { client, server in
                let base = client.configuration.baseURL
                let links = (1...4).compactMap { VideoLink("/\($0).mp4", relativeTo: base) }
                try await client.download(
                    .links(links, id: "1"),
                    toPart: folder + "/a.part"
                ).discard()
                #expect(server.requests.map(\.target) == ["/1.mp4", "/2.mp4", "/3.mp4"])
                #expect(
                    healed.values == [
                        .healed(reason: "the gateway answered 404 (not found)")
                    ])
            }
        }
    }

    /// A link with a port that no machine has, also one that a redirect names, is a link that is
    /// none; nothing traps.
    @Test(arguments: [
        "http://127.0.0.1:99999/a.mp4", "http://127.0.0.1:65536/a.mp4", "http://127.0.0.1:0/",
        "http://127.0.0.1:18446744073709551617/", "https://[::1]:99999/", "http://h:-1/a.mp4",
        "http://h:+80/a.mp4", "//h:99999/a.mp4", "http://u@h:99999/", "http://h:8O/",
    ])
    func aPortThatIsNone(address: String) async throws {
        #expect(VideoLink(address, relativeTo: .standard) == nil)
        try await withTemporaryFolder { folder in
            try await withGateway({ request, _ in
                request.target.hasSuffix("/content")
                    ? RawStep.redirect(address)
                    : RawStep.answer(200, #"{"video_url":"\#(address)"}"#)
            }) { client, server in
                let redirected = try await failure { () async throws(ClientError) in
                    try await client.download(.content(id: "1"), toPart: folder + "/a.part")
                }
                #expect(redirected.message.contains("leads to no web address"))
                let source = try link("/v1/videos/1", client)
                let named = try await failure { () async throws(ClientError) in
                    try await client.download(source, toPart: folder + "/a.part")
                }
                #expect([.notReady, .badAnswer].contains(named.code), "\(named)")
            }
        }
    }
}
