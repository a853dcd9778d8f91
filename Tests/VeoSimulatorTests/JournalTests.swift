import Testing
import VeoSimulator

@Suite struct JournalTests {
    @Test func everyRequestIsNotedInOrder() async throws {
        let clock = SkippingClock()
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        configuration.faults = [try FaultRule(parsing: "status:status=500@1*1")]
        try await Simulator.with(configuration, clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            let id = try await client.create()
            clock.advance(by: .seconds(3))
            _ = try await client.get("/v1/videos/\(id)")
            _ = try await client.get("/v1/models")
            _ = try await client.chat(stream: true)
            let entries = await simulator.journal()
            #expect(entries.map(\.step) == [.create, .status, .models, .chat])
            #expect(entries.map(\.status) == [200, 500, 200, 200])
            #expect(entries.map(\.method) == ["POST", "GET", "GET", "POST"])
            #expect(entries.map(\.charge) == [75_000, 0, 0, 75_000])
            #expect(entries.map(\.job) == [1, 1, nil, 2])
            #expect(entries.map(\.task) == [id, nil, nil, nil])
            #expect(entries.map(\.prompt) == ["A cat", nil, nil, "A \"cat\""])
            #expect(entries[1].path == "/v1/videos/\(id)")
            #expect(entries[1].time == .seconds(3))
            #expect(entries[1].fault == "status:status=500@1*1")
            let lines = try await client.get("/simulator/journal")
            #expect(lines.headers["content-type"] == "application/x-ndjson")
            #expect(
                lines.text.split(separator: "\n").prefix(2) == [
                    """
                    {"time_ms":0,"step":"create","method":"POST","path":"/v1/videos","job":1,\
                    "task":"\(id)","prompt":"A cat","status":200,"charge":75000,"fault":null}
                    """,
                    """
                    {"time_ms":3000,"step":"status","method":"GET","path":"/v1/videos/\(id)",\
                    "job":1,"task":null,"prompt":null,"status":500,"charge":0,\
                    "fault":"status:status=500@1*1"}
                    """,
                ])
        }
    }

    @Test func theKeyIsNeverNoted() async throws {
        let key = "sk-very-secret-0123456789"
        var configuration = SimulatorConfiguration()
        configuration.key = key
        try await Simulator.with(configuration) { simulator in
            let client = TestClient(simulator: simulator, key: key)
            _ = try await client.create(prompt: "a cat with \(key)")
            _ = try await client.get("/v1/\(key)/videos?key=\(key)")
            var stranger = client
            stranger.key = "sk-another"
            _ = try await stranger.get("/\(key)/\(key)")
            var nobody = client
            nobody.key = nil
            _ = try await nobody.get("/v1/videos/\(key)")
            let text = try await client.get("/simulator/journal").text
            #expect(text.split(separator: "\n").count == 4)
            #expect(!text.contains(key) && !text.contains("sk-another"))
            #expect(text.contains("/v1/***/videos") && text.contains("a cat with ***"))
        }
    }

    @Test func pathsAndPromptsAreBounded() async throws {
        try await Simulator.with(SimulatorConfiguration()) { simulator in
            let client = TestClient(simulator: simulator)
            let long = String(repeating: "a", count: 5000)
            let reply = try await client.get("/" + long)
            #expect(reply.status == 404 && reply.text.utf8.count < 500)
            _ = try await client.create(prompt: long)
            let journal = await simulator.journal()
            #expect(journal[0].path.count == 256 && journal[1].prompt?.count == 256)
        }
    }
}
