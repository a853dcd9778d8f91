import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// Jobs from submit to end, over real sockets.
@Suite(.timeLimit(.minutes(5))) struct SessionTests {
    @Test(arguments: [Mode.async, .sync])
    func aJobRunsToItsEnd(mode: Mode) async throws {
        try await Gateway.with { simulator in
            let test = TestSession()
            try await test.run(on: simulator) { session in
                let job = try await session.submitted("cat", mode: mode)[0]
                #expect(job.state == .unsent)
                #expect(job.price?.description == "$0.15")
                let ended = try await session.ended([job])[0]
                #expect(ended.state == .completed)
                #expect(ended.progress == 100)
                #expect(ended.link != nil)
                #expect(ended.serverID != nil)
                #expect(ended.sentAt != nil && ended.endedAt != nil)
                #expect(try await session.history.job(number: job.number) == ended)
                #expect(await session.cost.description == "$0.15")
                #expect(test.events.states(of: job.number).first == .submitting)
                #expect(test.events.states(of: job.number).last == .completed)
            }
            #expect(await simulator.ledger().charged == 75_000)
        }
    }

    @Test func aSubmitFreezesWhatItAsksFor() async throws {
        try await Gateway.with { simulator in
            try await TestSession().run(on: simulator) { session in
                await session.set(.parallel(1))
                let first = try await session.submitted("one")[0]
                let second = try await session.submitted("two", text: "a dog")[0]
                await session.setPrompt("changed")
                await session.set(.mode(.sync))
                await session.set(.model(try #require(await session.catalog["veo-3.1"])))
                let jobs = try await session.ended([first, second])
                #expect(jobs.map(\.prompt) == ["a cat in a garden", "a dog"])
                #expect(jobs.map(\.model) == ["veo-3.1-fast", "veo-3.1-fast"])
                #expect(jobs.map(\.mode) == [.async, .async])
            }
            #expect(await simulator.count(.create) == 2)
        }
    }

    @Test func jobsBeyondParallelWaitForAPlace() async throws {
        try await Gateway.with(generation: Gateway.endless) { simulator in
            try await TestSession().run(on: simulator) { session in
                await session.set(.parallel(2))
                let jobs = try await session.submitted("cat", count: 5)
                #expect(jobs.map(\.name) == ["cat-1", "cat-2", "cat-3", "cat-4", "cat-5"])
                await session.until { $0.jobs.count { $0.serverID != nil } == 2 }
                #expect(await session.allJobs.count { $0.state == .unsent } == 3)
                #expect(await session.needsThisProcess)
                await session.set(.parallel(4))
                await session.until { $0.jobs.count { $0.serverID != nil } == 4 }
                #expect(await session.allJobs.count { $0.state == .unsent } == 1)
                _ = await session.forget([jobs[0].number])
                await session.until { $0.jobs.count { $0.serverID != nil } == 5 }
                #expect(await !session.needsThisProcess)
            }
        }
    }

    @Test func everyPlaceComesBack() async throws {
        try await Gateway.with(faults: ["create:status=400@1", "create:reset-after@2"]) {
            simulator in
            try await TestSession().run(on: simulator) { session in
                await session.set(.parallel(1))
                let jobs = try await session.ended(try await session.submitted("cat", count: 4))
                // One refused request is not a job of the gateway: the next takes its number.
                #expect(Set(jobs.map(\.state)).isSubset(of: [.failed, .unknown, .completed]))
                await session.until { $0.dispatcher.isIdle }
                #expect(await session.orders.isEmpty)
                #expect(await session.followers.isEmpty)
            }
        }
    }

    @Test func aHundredJobsAtOnce() async throws {
        try await Gateway.with { simulator in
            try await TestSession().run(on: simulator) { session in
                await session.set(.parallel(100))
                let asked = try await session.submitted("cat", count: 90)
                let streamed = try await session.submitted("dog", count: 10, mode: .sync)
                let jobs = try await session.ended(asked + streamed)
                #expect(jobs.count == 100)
                #expect(jobs.allSatisfy { $0.state == .completed })
                #expect(Set(jobs.compactMap(\.serverID)).count == 100)
                // How long such a job usually takes is not written down with it.
                let shown = jobs.map { job in
                    var job = job
                    job.usualDuration = nil
                    return job
                }
                #expect(try await session.history.recentJobs(limit: 200) == shown)
            }
            #expect(await simulator.count(.create) == 90)
            #expect(await simulator.count(.chat) == 10)
            #expect(await simulator.ledger().charged == 100 * 75_000)
        }
    }

    // MARK: Names and references

    @Test func namesAreUniqueInARunWhateverTheirCase() async throws {
        try await Gateway.with { simulator in
            try await TestSession().run(on: simulator) { session in
                let cat = try await session.submitted("Cat")
                let same = await failure { try await session.submitted("cat") }
                #expect(
                    same?.message
                        == "a job named 'cat' exists already (as 'Cat'): job 1 of the history")
                #expect(same?.exitCode == .script)
                _ = try await session.submitted("dog-2")
                let one = await failure { try await session.submitted("dog", count: 3) }
                #expect(one?.message.hasPrefix("a job named 'dog-2' exists already") == true)
                let adopted = await failure { try await session.adopt("video_x", name: "CAT") }
                #expect(adopted?.message.hasPrefix("a job named 'CAT' exists already") == true)
                #expect(await session.allJobs.count == 2)
                try await session.ended(cat)
            }
            #expect(await simulator.count(.create) == 2)
        }
    }

    @Test func references() async throws {
        try await Gateway.with(faults: ["status:fail@1"]) { simulator in
            try await TestSession().run(on: simulator) { session in
                var jobs: [Job] = []
                for name in ["cat-1", "cat-2", "dog"] {
                    jobs += try await session.ended(try await session.submitted(name))
                }
                func names(_ selector: JobSelector) async throws -> [String] {
                    try await session.jobs(selector, text: "@x").map(\.name)
                }
                #expect(try await names(.last) == ["dog"])
                #expect(try await names(.all) == ["cat-1", "cat-2", "dog"])
                #expect(try await names(.failed) == ["cat-1"])
                #expect(try await names(.active) == [])
                #expect(try await names(.number(2)) == ["cat-2"])
                #expect(try await names(.serverID(jobs[2].serverID ?? "")) == ["dog"])
                #expect(try await names(.name([.text("cat-"), .any])) == ["cat-1", "cat-2"])
                let unknown = await failure { try await session.named("cta-2") }
                #expect(unknown?.message == "no job is @cta-2")
                #expect(unknown?.label == "did you mean '@cat-2'?")
                #expect(unknown?.exitCode == .script)
                let number = await failure { try await session.jobs(.number(99), text: "@#99") }
                #expect(number?.message == "no job is @#99")
            }
        }
    }

    // MARK: Waiting

    @Test func waitForAnyAndForAll() async throws {
        try await Gateway.with { simulator in
            try await TestSession().run(on: simulator) { session in
                let jobs = try await session.submitted("cat", count: 3)
                let numbers = jobs.map(\.number)
                let any = try await session.wait(for: numbers, any: true, timeout: .seconds(60))
                #expect(!any.ended.isEmpty)
                #expect(!any.timedOut)
                #expect(await session.untoldJobs.count == 3 - any.ended.count)
                let all = try await session.wait(for: numbers, any: false, timeout: .seconds(60))
                #expect(all.ended.count == 3)
                #expect(all.pending.isEmpty)
                #expect(await session.untoldJobs.isEmpty)
            }
        }
    }

    @Test func aWaitRunsOutOfTimeAndTheJobGoesOn() async throws {
        try await Gateway.with(generation: Gateway.endless) { simulator in
            try await TestSession().run(on: simulator) { session in
                let job = try await session.submitted("cat")[0]
                let outcome = try await session.wait(
                    for: [job.number], any: false, timeout: .milliseconds(1))
                #expect(outcome.timedOut)
                #expect(outcome.pending.map(\.name) == ["cat"])
                await session.until { $0.job(number: job.number)?.serverID != nil }
                #expect(await session.untoldJobs.map(\.name) == ["cat"])
            }
        }
    }

    @Test func cancellingAWaitLeavesTheJobAlone() async throws {
        try await Gateway.with(generation: Gateway.endless) { simulator in
            try await TestSession().run(on: simulator) { session in
                let job = try await session.submitted("cat")[0]
                await session.until { $0.job(number: job.number)?.serverID != nil }
                await #expect(throws: CancellationError.self) {
                    try await withThrowingTaskGroup(of: WaitOutcome.self) { group in
                        group.cancelAll()
                        group.addTask {
                            try await session.wait(
                                for: [job.number], any: false, timeout: .seconds(60))
                        }
                        _ = try await group.next()
                    }
                }
                #expect(await session.job(number: job.number)?.state.isFinal == false)
            }
        }
    }

    // MARK: Forgetting

    @Test func aForgottenJobIsNotAskedForAnyMore() async throws {
        try await Gateway.with(generation: Gateway.endless) { simulator in
            try await TestSession().run(on: simulator) { session in
                let job = try await session.submitted("cat")[0]
                try await simulator.seen(1, .status)
                let forgotten = await session.forget([job.number])
                #expect(forgotten.map(\.state.isFinal) == [false])
                await session.until { $0.followers.isEmpty && $0.dispatcher.isIdle }
                #expect(await session.allJobs.isEmpty)
                #expect(await !session.needsThisProcess)
                // It is taken up again, and by one follower.
                _ = try await session.jobs(.number(job.number), text: "@#1")
                let seen = await simulator.count(.status)
                try await simulator.seen(seen + 1, .status)
                #expect(await session.followers.count == 1)
                #expect(await session.allJobs.map(\.name) == ["cat"])
            }
        }
    }

    @Test func anUnsentJobThatIsForgottenIsNeverSent() async throws {
        try await Gateway.with(generation: Gateway.endless) { simulator in
            try await TestSession().run(on: simulator) { session in
                await session.set(.parallel(1))
                let jobs = try await session.submitted("cat", count: 2)
                await session.until { $0.jobs[0].serverID != nil }
                let forgotten = await session.forget([jobs[1].number])
                #expect(forgotten[0].failure?.kind == .notSent)
                #expect(forgotten[0].cost == .zero)
                _ = await session.forget([jobs[0].number])
                await session.until { $0.dispatcher.isIdle }
            }
            #expect(await simulator.count(.create) == 1)
        }
    }

    /// A job that has a place but has not left is dropped, too.
    @Test func whatIsDroppedIsNeverSent() async throws {
        try await Gateway.with { simulator in
            try await TestSession().run(on: simulator) { session in
                _ = try await session.submitted("cat", count: 40)
                let dropped = await session.dropUnsent()
                // Those whose leaving is being written down leave, or are kept at the gate.
                await session.until { $0.storing.isEmpty }
                #expect(await session.allJobs.count { $0.state == .unsent } == 0)
                #expect(dropped.count >= 30)
                #expect(dropped.allSatisfy { $0.failure?.kind == .notSent })
                await session.until { $0.jobs.allSatisfy(\.state.isFinal) }
                let sent = await session.allJobs.count { $0.failure?.kind != .notSent }
                #expect(await simulator.count(.create) == sent)
            }
        }
    }
}
