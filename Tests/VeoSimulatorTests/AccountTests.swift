import Testing
import VeoSimulator

/// The account and the journal tell the same story, to the unit.
@Suite struct AccountTests {
    private func number(_ name: String, of json: String) throws -> Int {
        let digits = json.split(separator: "\"\(name)\":").last?.prefix { $0.isNumber }
        return try #require(digits.flatMap { Int($0) })
    }

    @Test(arguments: SimulatorProfile.allCases)
    func theAccountAgreesWithTheJournal(profile: SimulatorProfile) async throws {
        var configuration = SimulatorConfiguration()
        configuration.profile = profile
        configuration.speed = 1
        configuration.quota = 10_000_000
        configuration.generationTime = .seconds(200)...(.seconds(200))
        configuration.faults = [
            try FaultRule(parsing: "create:fail@2"), try FaultRule(parsing: "chat:fail@4"),
            try FaultRule(parsing: "create:reset-after@5"),
            try FaultRule(parsing: "create:status=500@6*1"),
        ]
        let clock = SkippingClock()
        try await Simulator.with(configuration, clock: clock) { simulator in
            let client = TestClient(simulator: simulator)
            func check(used: Int, _ what: Comment) async throws {
                let text = try await client.get("/api/user/self").text
                let journal = await simulator.journal()
                #expect(try number("used_quota", of: text) == used, what)
                #expect(try number("quota", of: text) + used == 10_000_000, what)
                #expect(journal.reduce(0) { $0 + $1.charge } == used, what)
                let lines = try await client.get("/simulator/journal").text
                let charges = lines.matches(of: /"charge":(-?\d+)/).compactMap { Int($0.1) }
                #expect(charges.reduce(0, +) == used, what)
            }
            let order = #"{"model":"veo-3.1","prompt":"A cat"}"#
            try await check(used: 0, "nothing")
            _ = try await client.create()
            _ = try await client.create(model: "veo-3.1")
            try await check(used: 200_000, "two run, the second will fail")
            _ = try await client.chat(stream: true, more: #","n":4"#)
            try await check(
                used: 375_000, "the failed one gave its price back; four videos at once")
            _ = try await client.chat(model: "veo-3.1", stream: false, more: #","n":2"#)
            try await check(used: 625_000, "a sync failure is paid for")
            _ = try? await client.post("/v1/videos", json: order)
            try await check(used: 750_000, "taken, though nobody heard of it")
            #expect(try await client.post("/v1/videos", json: order).status == 500)
            try await check(used: 750_000, "refused")
            _ = try await client.create()
            try await check(used: 825_000, "one more runs")
            clock.advance(by: .seconds(200))
            try await check(used: 825_000, "all have ended")
            #expect(await simulator.ledger().held == 0)
        }
    }

    @Test func theAccountTakesAccessTokens() async throws {
        for (key, header, status) in [
            (nil, "0123456789abcdef", 200), (nil, "Bearer sk-a", 200), (nil, "", 401),
            ("sk-right", "sk-right", 200), ("sk-right", "sk-wrong", 401),
        ] as [(String?, String, Int)] {
            var configuration = SimulatorConfiguration()
            configuration.key = key
            try await Simulator.with(configuration) { simulator in
                var client = TestClient(simulator: simulator)
                client.key = nil
                let reply = try await client.get(
                    "/api/user/self", headers: ["Authorization": header])
                #expect(reply.status == status)
            }
        }
    }
}
