import AsyncHTTPClient
import NIOCore
import Testing
import VeoSimulator

@Suite struct AsyncRouteTests {
    /// One second of the clock is one simulated second.
    private func configuration() -> SimulatorConfiguration {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.generationTime = .seconds(200)...(.seconds(200))
        return configuration
    }

    @Test func aJobGoesFromQueuedToCompleted() async throws {
        let clock = SkippingClock()
        try await Simulator.with(configuration(), clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            let created = try await client.post(
                "/v1/videos", json: #"{"model":"veo-3.1-fast","prompt":"A cat"}"#)
            #expect(created.status == 200)
            #expect(created.headers["content-type"] == "application/json; charset=utf-8")
            let id = try #require(member("id", of: created.text))
            #expect(id.hasPrefix("video_") && id.utf8.count == 42)
            #expect(member("status", of: created.text) == "queued")
            #expect(member("model", of: created.text) == "veo-3.1-fast")

            clock.advance(by: .seconds(100))
            let running = try await client.get("/v1/videos/\(id)")
            #expect(member("status", of: running.text) == "processing")
            #expect(!running.text.contains("completed_at") && !running.text.contains("url"))

            clock.advance(by: .milliseconds(99_999))
            let late = try await client.get("/v1/videos/\(id)").text
            let progress = try #require(
                late.split(separator: "\"progress\":").last?.prefix { $0 != "," })
            #expect((25..<50).contains(try #require(Int(progress))))

            clock.advance(by: .milliseconds(1))
            let done = try await client.get("/v1/videos/\(id)")
            #expect(done.text.contains("\"progress\":100"))
            #expect(member("status", of: done.text) == "completed")
        }
    }

    @Test func theCompletedBodyHasTheRecordedShape() async throws {
        let clock = SkippingClock()
        try await Simulator.with(configuration(), clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            let id = try await client.create()
            clock.advance(by: .seconds(200))
            let text = try await client.get("/v1/videos/\(id)").text
            let link = try #require(member("url", of: text))
            #expect(link.hasPrefix("http://127.0.0.1:\(simulator.port)/flow/"))
            #expect(link.hasSuffix(".mp4"))
            let names = [
                "completed_at", "created_at", "id", "model", "object", "progress", "result_url",
                "seconds", "size", "status", "url", "video_url",
            ]
            let places = names.map { text.range(of: "\"\($0)\":") }
            #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self).isSorted)
            for (name, value) in [
                ("id", id), ("model", "sora2_video_generation"), ("object", "video"),
                ("seconds", "4"), ("size", "720x1280"), ("video_url", link), ("result_url", link),
            ] {
                #expect(member(name, of: text) == value)
            }
        }
    }

    @Test func aFormWithTwoImagesMakesAJob() async throws {
        try await Simulator.with(configuration()) { simulator in
            let client = TestClient(simulator: simulator)
            let reply = try await client.post(form: [
                FormPart("model", "veo-3.1-landscape-fl"), FormPart("prompt", "A cat"),
                FormPart(image: FormPart.png), FormPart(image: FormPart.png),
            ])
            #expect(reply.status == 200)
            #expect(member("size", of: reply.text) == "1280x720")
        }
    }

    @Test func everythingIsForgottenAfterADay() async throws {
        let clock = SkippingClock()
        try await Simulator.with(configuration(), clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            let id = try await client.create()
            clock.advance(by: .seconds(200))
            let link = try #require(
                member("url", of: try await client.get("/v1/videos/\(id)").text))
            clock.advance(by: .seconds(86_400 - 201))
            #expect(try await client.get(link).status == 200)
            clock.advance(by: .seconds(1))
            #expect(try await client.get("/v1/videos/\(id)").status == 404)
            #expect(try await client.get("/v1/videos/\(id)/content").status == 404)
            let gone = try await client.get(link)
            #expect(gone.status == 404 && gone.text.contains("<Code>NoSuchKey</Code>"))
        }
    }

    @Test func theSameSeedGivesTheSameRun() async throws {
        func run(seed: UInt64) async throws -> [String] {
            var configuration = configuration()
            configuration.seed = seed
            configuration.generationTime = nil
            let clock = SkippingClock()
            return try await Simulator.with(configuration, clock: clock) { simulator in
                let client = TestClient(simulator: simulator)
                let id = try await client.create()
                var lines = [id]
                for _ in 0..<20 {
                    clock.advance(by: .seconds(17))
                    let text = try await client.get("/v1/videos/\(id)").text
                    lines.append(String(text.split(separator: "\"progress\":")[1].prefix(3)))
                }
                return lines
            }
        }
        let first = try await run(seed: 7)
        #expect(try await run(seed: 7) == first)
        #expect(try await run(seed: 8) != first)
        #expect(first.last == "100")
    }

    @Test func modelsAreListed() async throws {
        try await Simulator.with(configuration()) { simulator in
            let reply = try await TestClient(simulator: simulator).get("/v1/models")
            #expect(reply.status == 200)
            #expect(reply.text.hasPrefix(#"{"object":"list","data":[{"id":"veo-3.1","#))
            #expect(reply.text.split(separator: "\"id\"").count == 9)
        }
    }

    @Test func aThousandJobsAtATimeAreServed() async throws {
        let clock = SkippingClock()
        try await Simulator.with(configuration(), clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            var ids: Set<String> = []
            for _ in 0..<1000 { ids.insert(try await client.create()) }
            #expect(ids.count == 1000)
            #expect(await simulator.ledger().held == 75_000_000)
            clock.advance(by: .seconds(200))
            #expect(await simulator.ledger().charged == 75_000_000)
        }
    }
}

extension Collection where Element == Range<String.Index> {
    var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound } }
}

extension String {
    /// The first place of `text`.
    func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}
