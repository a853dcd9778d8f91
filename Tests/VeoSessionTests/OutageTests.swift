import Testing
import VeoClient
import VeoSimulator

@testable import VeoSession

/// A job goes on at the gateway while nobody can ask for it.
@Suite(.timeLimit(.minutes(5))) struct OutageTests {
    private static func session(_ patience: Duration) -> TestSession {
        var session = TestSession()
        session.outagePatience = patience
        session.clock = PauselessClock()
        return session
    }

    @Test func anOutageIsWaitedThrough() async throws {
        // Three tries of the call, then one after each pause.
        try await Gateway.with(faults: ["status:status=502*6"]) { simulator in
            let session = Self.session(.seconds(30 * 60))
            try await session.run(on: simulator) { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .completed)
            }
            #expect(session.events.warnings.count == 1)
            #expect(
                session.events.warnings[0].hasPrefix(
                    "cat: no news: the gateway answered 502 (bad gateway) (after 3 tries); it may "
                        + "go on at the gateway and is asked for again, for 30m"))
            #expect(await simulator.count(.status) >= 7)
            #expect(await simulator.count(.create) == 1)
        }
    }

    @Test func touchIsLostAfterIt() async throws {
        try await Gateway.with(faults: ["status:status=502"]) { simulator in
            let session = Self.session(.seconds(300))
            try await session.run(on: simulator) { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .unknown)
                #expect(job.failure?.advice == "`wait @#1` asks again")
            }
            // At 0, 30, 90, 210 and 330 s.
            #expect(await simulator.count(.status) == 3 + 4)
        }
    }

    /// A gateway may ask for a pause that nobody would sit through: so long is not waited, and that
    /// is said.
    @Test func aLongWishIsSaid() async throws {
        try await Gateway.with(faults: ["create:poll-after=10h"]) { simulator in
            let session = Self.session(.seconds(30 * 60))
            try await session.run(on: simulator) { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .completed)
            }
            #expect(session.events.warnings.count == 1)
            #expect(
                session.events.warnings.first?.hasPrefix(
                    "cat: the gateway asks for a pause of 10h before the next question; it is "
                        + "asked again after ") == true)
        }
    }

    /// What will not change is not waited for.
    @Test func aRefusalIsNoOutage() async throws {
        try await Gateway.with(faults: ["status:status=401"]) { simulator in
            try await Self.session(.seconds(30 * 60)).run(on: simulator) { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .unknown)
                #expect(job.failure?.advice.hasPrefix("check the API key") == true)
            }
            #expect(await simulator.count(.status) == 1)
        }
    }
}
