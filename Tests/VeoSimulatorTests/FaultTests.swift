import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing
import VeoSimulator

@Suite struct FaultTests {
    /// A simulator with these rules, and a clock that can be moved past every generation.
    private func with(
        _ rules: String...,
        body: @Sendable @escaping (Simulator, TestClient, SkippingClock) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.faults = try rules.map { try FaultRule(parsing: $0) }
        let clock = SkippingClock()
        try await Simulator.with(configuration, clock: clock) { simulator in
            try await body(simulator, TestClient(simulator: simulator), clock)
        }
    }

    private static let order = #"{"model":"veo-3.1-fast","prompt":"A cat"}"#

    @Test func aStatusIsForcedForOneJobAndSoOften() async throws {
        try await with("create:status=503@2*2") { _, client, _ in
            var statuses: [Int] = []
            for _ in 0..<5 {
                statuses.append(try await client.post("/v1/videos", json: Self.order).status)
            }
            #expect(statuses == [200, 503, 503, 200, 200])
        }
    }

    @Test func theFirstRuleThatIsNotUsedUpApplies() async throws {
        try await with("status:status=500*1", "status:retry-after=7*1") { _, client, _ in
            for _ in 0..<2 {
                let id = try await client.create()
                let first = try await client.get("/v1/videos/\(id)")
                #expect(first.status == 500 && member("message", of: first.text) != nil)
                let second = try await client.get("/v1/videos/\(id)")
                #expect(second.status == 429 && second.headers["retry-after"] == "7")
                #expect(member("code", of: second.text) == "RateLimitReached")
                #expect(try await client.get("/v1/videos/\(id)").status == 200)
            }
        }
    }

    @Test func bodiesAreReplaced() async throws {
        try await with(
            "create:body=html@1", "create:body=empty@2", "create:body=truncated@3"
        ) { simulator, client, _ in
            let html = try await client.post("/v1/videos", json: Self.order)
            #expect(html.status == 200 && html.text.hasPrefix("<!doctype html>"))
            #expect(html.headers["content-type"] == "text/html; charset=utf-8")
            let empty = try await client.post("/v1/videos", json: Self.order)
            #expect(empty.status == 200 && empty.text == "")
            let half = try await client.post("/v1/videos", json: Self.order)
            #expect(half.text.hasPrefix("{\"created_at\":") && !half.text.hasSuffix("}"))
            #expect(await simulator.ledger().held == 225_000)
        }
    }

    @Test func aResetBeforeMakesNoJobAndAResetAfterMakesOne() async throws {
        try await with(
            "create:reset-before@1*1", "create:reset-after@2*1"
        ) { simulator, client, _ in
            await #expect(throws: (any Error).self) {
                try await client.post("/v1/videos", json: Self.order)
            }
            #expect(await simulator.ledger().held == 0)
            _ = try await client.create()
            await #expect(throws: (any Error).self) {
                try await client.post("/v1/videos", json: Self.order)
            }
            #expect(await simulator.ledger().held == 150_000)
            let journal = await simulator.journal()
            #expect(journal.map(\.status) == [nil, 200, nil])
            #expect(journal.map(\.job) == [nil, 1, 2])
            #expect(journal.map(\.charge) == [0, 75_000, 75_000])
            #expect(
                journal.map(\.fault) == ["create:reset-before@1*1", nil, "create:reset-after@2*1"])
        }
    }

    @Test(arguments: [
        ("fail", #""error":{"code":"PUBLIC_ERROR_UNSAFE_GENERATION","message":"Video gen"#),
        ("fail=AUDIO_FILTERED", #""error":{"code":"AUDIO_FILTERED","#),
        ("fail=string", #""error":"Video generation failed: PUBLIC"#),
        ("fail=empty", #""error":"","#), ("fail=null", #""error":null,"#),
    ])
    func aGenerationFailsAndGivesItsMoneyBack(kind: String, text: String) async throws {
        try await with("create:\(kind)@1") { simulator, client, clock in
            let id = try await client.create()
            _ = try await client.create()
            clock.advance(by: .seconds(406))
            let reply = try await client.get("/v1/videos/\(id)")
            #expect(reply.status == 200 && member("status", of: reply.text) == "failed")
            #expect(reply.text.contains(text))
            let ledger = await simulator.ledger()
            #expect(ledger.charged == 75_000 && ledger.released == 75_000 && ledger.held == 0)
        }
    }

    @Test func oddCompletions() async throws {
        try await with(
            "status:unknown-status@1*2", "status:no-link@2", "status:relative-link@3",
            "content:not-ready*1", "content:redirect=/flow/x.mp4@3"
        ) { _, client, clock in
            let ids = [
                try await client.create(), try await client.create(), try await client.create(),
            ]
            clock.advance(by: .seconds(406))
            var words: [String?] = []
            for _ in 0..<3 {
                let text = try await client.get("/v1/videos/\(ids[0])").text
                words.append(member("status", of: text))
            }
            #expect(words == ["reviewing", "reviewing", "completed"])
            let bare = try await client.get("/v1/videos/\(ids[1])").text
            #expect(member("status", of: bare) == "completed" && !bare.contains("url"))
            let relative = try await client.get("/v1/videos/\(ids[2])").text
            #expect(member("url", of: relative) == "/v1/videos/\(ids[2])/content")
            let early = try await client.get("/v1/videos/\(ids[0])/content")
            #expect(early.status == 200 && member("status", of: early.text) == "processing")
            let late = try await client.get("/v1/videos/\(ids[0])/content")
            #expect(late.headers["content-type"] == "video/mp4")
        }
    }

    @Test(arguments: ["50%", "1000", "0%"])
    func aDownloadIsCut(cut: String) async throws {
        try await with("download:cut=\(cut)*1") { _, client, clock in
            let id = try await client.create()
            clock.advance(by: .seconds(406))
            let text = try await client.get("/v1/videos/\(id)").text
            let link = try #require(member("url", of: text))
            let response = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: link), timeout: .minutes(5))
            #expect(response.status == .ok)
            var received = 0
            do {
                for try await part in response.body { received += part.readableBytes }
                Issue.record("the body came to an orderly end")
            } catch {}
            let whole = try await client.get(link).body.readableBytes
            #expect(response.headers.first(name: "content-length") == String(whole))
            // The client may drop the last bytes before the error, so this is an upper bound.
            let sent = try #require(["50%": whole / 2, "1000": 1000, "0%": 0][cut])
            #expect(received <= sent)
        }
    }

    @Test func aStreamIsCutOrStalls() async throws {
        try await with("chat:cut=50%@1", "chat:stall=1h@2") { simulator, client, clock in
            await #expect(throws: (any Error).self) { try await client.chat(stream: true) }
            let start = clock.now
            let late = try await client.chat(stream: true)
            #expect(late.text.hasSuffix("data: [DONE]\n\n"))
            #expect(start.duration(to: clock.now) >= .seconds(3600))
            #expect(await simulator.ledger().charged == 150_000)
        }
    }
}
