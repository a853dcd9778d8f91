import Testing
import VeoClient
import VeoLanguage
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
                        + "go on at the gateway and is asked for again"))
            #expect(session.events.notices.count == 1, "the end of it is told once, too")
            #expect(session.events.notices[0] == "cat: the gateway tells of it again, after 5:30")
            #expect(await simulator.count(.status) >= 7)
            #expect(await simulator.count(.create) == 1)
        }
    }

    @Test func touchIsLostAfterIt() async throws {
        try await Gateway.with(faults: ["status:status=502"]) { simulator in
            let session = Self.session(.seconds(300))
            try await session.run(on: simulator) { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .stale)
                #expect(job.failure?.advice == "`wait @#1` asks again")
            }
            #expect(session.events.notices.isEmpty)
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

    /// A poll costs nothing: one that looks final is believed the third time in a row.
    @Test(arguments: [
        "status=401*2", "status=403*2", "status=402*2", "status=404*2", "status=410*2",
        "status=409*9", "status=400*9", "status=405*9", "status=422*9",
    ])
    func aBadPollEndsNothing(fault: String) async throws {
        try await Gateway.with(faults: ["status:\(fault)"]) { simulator in
            let session = Self.session(.seconds(30 * 60))
            try await session.run(on: simulator) { session in
                await session.set(.parallel(1))
                let jobs = try await session.ended(try await session.submitted("cat", count: 2))
                #expect(jobs.map(\.state) == [.completed, .completed], "\(fault)")
            }
            #expect(session.events.notices.count == 2, "one a job: the first had ended before")
        }
    }

    /// All jobs hear nothing at the same time: one line says so, and one that it is over.
    @Test func oneJobSpeaksForAll() async throws {
        try await Gateway.with(faults: ["status:status=502*60"]) { simulator in
            let session = Self.session(.seconds(30 * 60 * 60))
            try await session.run(on: simulator) { session in
                let jobs = try await session.ended(try await session.submitted("cat", count: 8))
                #expect(jobs.allSatisfy { $0.state == .completed })
            }
            // The next speaks when the first has news, and no two at a time.
            var speaking = 0
            for event in session.events.all {
                if case .warning = event { speaking += 1 }
                if case .notice = event { speaking -= 1 }
                #expect((0...1).contains(speaking))
            }
            #expect(!session.events.warnings.isEmpty)
            #expect(session.events.notices.count == session.events.warnings.count)
        }
    }

    /// A stale job is asked for by each `wait`. One that the gateway never knows again is lost at
    /// the third time: whoever waits for it comes to an end.
    @Test func aJobThatIsGoneForGood() async throws {
        try await Gateway.with(faults: ["status:status=404"]) { simulator in
            let session = Self.session(.seconds(30 * 60))
            try await session.run(on: simulator) { session in
                var seen: [JobState] = []
                _ = try await session.submitted("cat")
                for _ in 1...3 {
                    let untold = await session.untoldJobs
                    seen += try await session.ended(untold).map(\.state)
                }
                #expect(seen == [.stale, .stale, .failed])
                let job = try #require(await session.job(number: 1))
                #expect(job.failure?.kind == .lost)
                #expect(job.cost == job.price, "it may have been billed")
                #expect(await session.untoldJobs.isEmpty)
                #expect(await session.exitCode == .generation)
            }
            #expect(await simulator.count(.status) == 9)
        }
    }

    /// What was given up twice is not lost when there is news at last.
    @Test func newsOfALostJobCount() async throws {
        try await Gateway.with(faults: ["status:status=404*6"]) { simulator in
            try await Self.session(.seconds(30 * 60)).run(on: simulator) { session in
                let job = try await session.submitted("cat")[0]
                var seen: [JobState] = []
                for _ in 1...3 { seen += try await session.ended([job]).map(\.state) }
                #expect(seen == [.stale, .stale, .completed])
            }
        }
    }

    /// A job that is asked for again is stale as before when the program ends without any news.
    @Test func askedAgainAndNotHeardOf() async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(faults: ["status:status=404*3", "status:no-answer"]) {
                simulator in
                var test = Self.session(.zero)
                test.history = folder + "/history"
                try await test.run(on: simulator) { session in
                    let job = try await session.submitted("cat")[0]
                    #expect(try await session.ended([job])[0].state == .stale)
                    _ = try await session.jobs(.number(job.number), text: "@#1")
                    #expect(await session.job(number: job.number)?.state == .running)
                    try await simulator.seen(4, .status)
                }
                let job = try #require(await History(path: test.history).job(number: 1))
                #expect(job.state == .stale)
                #expect(job.failure?.message.contains("answered 404") == true)
            }
        }
    }

    /// `save` of a stale job asks first.
    @Test func aStaleJobMayBeDoneByNow() async throws {
        try await Gateway.with(faults: ["status:status=404*3"]) { simulator in
            try await Self.session(.zero).run(on: simulator) { session in
                let job = try await session.submitted("cat")[0]
                #expect(try await session.ended([job])[0].state == .stale)
                try await session.askOnce(job.number)
                try await session.ended([job])
                #expect(await session.job(number: job.number)?.state == .completed)
            }
        }
    }

    /// What was confirmed is believed: nothing more is sent with a key that the gateway refuses.
    @Test func aRefusalIsNoOutage() async throws {
        try await Gateway.with(faults: ["status:status=401"]) { simulator in
            try await Self.session(.seconds(30 * 60)).run(on: simulator) { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .stale)
                #expect(job.failure?.advice.hasPrefix("check the API key") == true)
                #expect(await session.refusal != nil)
            }
            #expect(await simulator.count(.status) == 3)
        }
    }
}
