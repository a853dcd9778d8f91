import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// What goes wrong with requests that cost something, and what the history says of it.
@Suite(.timeLimit(.minutes(5))) struct MoneyTests {
    struct Failure: Sendable {
        let fault: String
        var mode = Mode.async
        let state: JobState
        var kind: JobFailure.Kind?
        let exitCode: VeoSession.ExitStatus
        let cost: String
        /// How often the gateway saw the request that costs something.
        let requests: Int
    }

    static let failures = [
        Failure(
            fault: "create:status=400", state: .failed, kind: .refused, exitCode: .gateway,
            cost: "$0.00", requests: 1),
        Failure(
            fault: "create:status=401", state: .failed, kind: .refused, exitCode: .gateway,
            cost: "$0.00", requests: 1),
        Failure(
            fault: "create:status=402", state: .failed, kind: .refused, exitCode: .gateway,
            cost: "$0.00", requests: 1),
        Failure(
            fault: "create:status=403", state: .failed, kind: .refused, exitCode: .gateway,
            cost: "$0.00", requests: 1),
        Failure(
            fault: "create:status=500", state: .unknown, kind: .outcome, exitCode: .gateway,
            cost: "$0.15", requests: 1),
        Failure(
            fault: "create:status=503", state: .failed, kind: .refused, exitCode: .gateway,
            cost: "$0.00", requests: 3),
        Failure(
            fault: "create:reset-after", state: .unknown, kind: .outcome, exitCode: .gateway,
            cost: "$0.15", requests: 1),
        Failure(
            fault: "create:body=html", state: .unknown, kind: .outcome, exitCode: .gateway,
            cost: "$0.15", requests: 1),
        Failure(
            fault: "status:fail", state: .failed, kind: .generation, exitCode: .generation,
            cost: "$0.00", requests: 1),
        Failure(
            fault: "status:status=404", state: .stale, kind: .noNews, exitCode: .gateway,
            cost: "$0.15", requests: 1),
        Failure(
            fault: "chat:status=401", mode: .sync, state: .failed, kind: .refused,
            exitCode: .gateway, cost: "$0.00", requests: 1),
        Failure(
            fault: "chat:reset-after", mode: .sync, state: .unknown, kind: .outcome,
            exitCode: .gateway, cost: "$0.15", requests: 1),
        Failure(
            fault: "chat:cut=50%", mode: .sync, state: .unknown, kind: .outcome,
            exitCode: .gateway, cost: "$0.15", requests: 1),
    ]

    @Test(arguments: failures)
    func whatAFailureMeans(row: Failure) async throws {
        try await Gateway.with(faults: [row.fault]) { simulator in
            try await TestSession().run(on: simulator) { session in
                let asked = try await session.submitted("cat", mode: row.mode)
                let job = try await session.ended(asked)[0]
                #expect(job.state == row.state)
                #expect(job.failure?.kind == row.kind)
                #expect(job.failure?.exitCode == row.exitCode)
                #expect(job.failure?.message.isEmpty == false)
                #expect(job.cost.description == row.cost)
                #expect(job.failure?.message.contains(TestSession.key) == false)
                #expect(try await session.history.job(number: job.number) == job)
            }
            let step: FaultRule.Step = row.mode == .sync ? .chat : .create
            #expect(await simulator.count(step) == row.requests)
            // What the gateway charged is never more than the history counts.
            let charged = await simulator.ledger()
            #expect(charged.charged + charged.held <= (row.cost == "$0.00" ? 0 : 75_000))
        }
    }

    @Test(arguments: [401, 402, 403])
    func afterARefusalNothingMoreIsSent(status: Int) async throws {
        try await Gateway.with(faults: ["create:status=\(status)"]) { simulator in
            try await TestSession().run(on: simulator) { session in
                await session.set(.parallel(1))
                let jobs = try await session.ended(try await session.submitted("cat", count: 5))
                #expect(jobs.allSatisfy { $0.state == .failed })
                #expect(jobs.map(\.failure?.kind).dropFirst().allSatisfy { $0 == .notSent })
                #expect(jobs[1].failure?.message.hasPrefix("not sent: ") == true)
                let refused = await failure { try await session.submitted("dog") }
                #expect(refused?.message.hasPrefix("nothing more is sent in this run") == true)
                #expect(refused?.exitCode == .gateway)
            }
            #expect(await simulator.count(.create) == 1)
        }
    }

    /// At the prompt the next submit is a new try, with a key that is fetched anew.
    @Test func atThePromptAMendedKeyIsUsed() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder + "/key"
            try TestFile.write("sk-wrong", to: file)
            try await Gateway.with(key: TestSession.key) { simulator in
                var test = TestSession()
                test.kind = .shell
                try await test.run(on: simulator) { session in
                    await session.set(.keyFrom(.file(file)))
                    let first = try await session.ended(try await session.submitted("cat"))[0]
                    #expect(first.failure?.kind == .refused)
                    try TestFile.write(TestSession.key, to: file)
                    let second = try await session.ended(try await session.submitted("dog"))[0]
                    #expect(second.state == .completed)
                }
            }
        }
    }

    /// The key of a job is the one of its submit, also after `set key-from`.
    @Test func aSubmitFreezesItsKey() async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(key: TestSession.key) { simulator in
                try await TestSession().run(on: simulator) { session in
                    let job = try await session.ended(try await session.submitted("cat"))[0]
                    await session.set(.keyFrom(.environment("NO_SUCH_KEY")))
                    await session.set(
                        .baseURL(try BaseURL(parsing: "https://elsewhere.example/v1")))
                    try await session.save([job], SaveOrder(folder + "/cat.mp4")) { _ in }
                    #expect(TestFile.exists(folder + "/cat.mp4"))
                }
            }
        }
    }

    @Test func withoutAKeyNothingIsSubmitted() async throws {
        try await Gateway.with { simulator in
            var test = TestSession()
            test.environment = [:]
            try await test.run(on: simulator) { session in
                let missing = await failure { try await session.submitted("cat") }
                #expect(missing?.message.hasPrefix("no key: ") == true)
                #expect(missing?.exitCode == .script)
                #expect(await session.allJobs.isEmpty)
                let rows = try await session.history.recentJobs(limit: 1)
                #expect(rows.isEmpty)
            }
            #expect(await simulator.journal().isEmpty)
        }
    }

    @Test func theUsersKeyNeverGoesToTheSimulator() async throws {
        try await Gateway.with(key: TestSession.key) { simulator in
            var test = TestSession()
            test.isSimulated = true
            // The user's own key, which this gateway would refuse.
            test.environment = ["VEO_API_KEY": "sk-of-the-user"]
            try await test.run(on: simulator) { session in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .completed)
                #expect(job.isSimulated)
            }
        }
    }

    // MARK: The history comes first

    @Test(arguments: [Mode.async, .sync])
    func whenTheHistoryCannotBeWrittenNothingIsSent(mode: Mode) async throws {
        try await Gateway.with { simulator in
            let test = TestSession()
            try await test.run(on: simulator) { session in
                await session.set(.parallel(1))
                try await session.history.close()
                let failure = await failure { try await session.submitted("cat", mode: mode) }
                #expect(failure?.exitCode == .machine)
                #expect(await session.allJobs.isEmpty)
            }
            #expect(await simulator.journal().isEmpty)
        }
    }

    /// The row is there, the intent cannot be written: the request stays here.
    @Test func anIntentThatCannotBeWrittenIsNotSent() async throws {
        try await Gateway.with(generation: Gateway.endless) { simulator in
            let test = TestSession()
            try await test.run(on: simulator) { session in
                await session.set(.parallel(1))
                let jobs = try await session.submitted("cat", count: 2)
                await session.until { $0.jobs[0].serverID != nil }
                try await session.history.close()
                await session.set(.parallel(2))
                let job = try await session.ended([jobs[1]])[0]
                #expect(job.failure?.kind == .notSent)
                #expect(job.failure?.exitCode == .machine)
                #expect(job.cost == .zero)
                #expect(!test.events.warnings.isEmpty)
            }
            #expect(await simulator.count(.create) == 1)
        }
    }

    // MARK: Leaving

    @Test(arguments: [Mode.async, .sync])
    func leavingInTheMiddleOfARequestMakesItUnknown(mode: Mode) async throws {
        let step: FaultRule.Step = mode == .async ? .create : .chat
        try await TemporaryFolder.with { folder in
            try await Gateway.with(
                faults: ["\(step.rawValue):stall=20h"], generation: Gateway.endless
            ) { simulator in
                var test = TestSession()
                test.history = folder + "/history"
                try await test.run(on: simulator) { session in
                    _ = try await session.submitted("cat", mode: mode)
                    try await simulator.seen(1, step)
                }
                let job = try #require(await History(path: test.history).job(number: 1))
                #expect(job.state == .unknown)
                #expect(job.failure?.kind == .outcome)
                let told = "\(job.failure?.message ?? "") \(job.failure?.advice ?? "")"
                #expect(told.contains("billed"))
                #expect(job.cost == job.price)
            }
        }
    }

    @Test func leavingDropsWhatWasNotSent() async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(generation: Gateway.endless) { simulator in
                var test = TestSession()
                test.history = folder + "/history"
                try await test.run(on: simulator) { session in
                    await session.set(.parallel(1))
                    _ = try await session.submitted("cat", count: 2)
                    await session.until { $0.jobs[0].serverID != nil }
                }
                let jobs = try await History(path: test.history).recentJobs(limit: 5)
                #expect(jobs[0].state == .queued || jobs[0].state == .running)
                #expect(jobs[1].failure?.kind == .notSent)
                #expect(await simulator.count(.create) == 1)
            }
        }
    }
}
