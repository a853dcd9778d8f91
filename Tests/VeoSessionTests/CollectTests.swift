import FoundationEssentials
import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// `collect`: waiting, and saving each video as soon as it is there.
@Suite(.timeLimit(.minutes(5))) struct CollectTests {
    /// A session with jobs that were just submitted, and a folder to save in.
    static func with(
        _ count: Int, faults: [String] = [], generation: Duration? = nil,
        patience: Duration = .zero,
        _ body: @Sendable @escaping (Session, [Job], String, Simulator) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(faults: faults, generation: generation) { simulator in
                var test = TestSession()
                test.outagePatience = patience
                try await test.run(on: simulator) { session in
                    let jobs = try await session.submitted("cat", count: count)
                    try await body(session, jobs, folder, simulator)
                }
            }
        }
    }

    private static func order(_ folder: String, _ name: String = "${job.name}.mp4") -> SaveOrder {
        SaveOrder(folder + "/" + name)
    }

    @Test func allAreWaitedForAndSaved() async throws {
        try await Self.with(12) { session, jobs, folder, simulator in
            let told = EventLog()
            let outcome = try await session.collect(
                jobs, Self.order(folder), timeout: .seconds(3_600)
            ) { told.add(.progressed($0)) }
            #expect(outcome.failure == nil && !outcome.timedOut && outcome.pending.isEmpty)
            #expect(outcome.ended.allSatisfy { $0.isSaved })
            #expect(told.all.count == 12)
            #expect(try TestFile.names(in: folder).count == 24)
            #expect(await simulator.count(.download) == 12)
            #expect(
                await session.jobsToCollect(to: Self.order(folder).path).isEmpty,
                "nothing is collected twice")
            #expect(await session.untoldJobs.isEmpty)
        }
    }

    /// One job hangs: the others are saved meanwhile. What is not waited for any more is no failure.
    @Test func whatIsCompleteIsSavedWhileOthersRun() async throws {
        try await Self.with(3, faults: ["status:unknown-status@2"]) { session, jobs, folder, _ in
            async let collected = session.collect(
                jobs, Self.order(folder), timeout: .seconds(3_600)
            ) { _ in }
            await session.until { $0.ownJobs { $0.isSaved }.count == 2 }
            let stuck = try #require(await session.activeJobs.first)
            _ = await session.forget([stuck.number])
            let outcome = try await collected
            #expect(outcome.failure == nil && !outcome.timedOut && outcome.pending.isEmpty)
            #expect(outcome.ended.count == 2 && outcome.ended.allSatisfy { $0.isSaved })
        }
    }

    @Test func aVideoThatCannotBeHadStopsNoOther() async throws {
        let faults = ["download:status=404@2", "content:status=404@2", "status:fail@3"]
        try await Self.with(4, faults: faults) { session, jobs, folder, _ in
            let outcome = try await session.collect(
                jobs, Self.order(folder), timeout: .seconds(3_600)
            ) { _ in }
            #expect(outcome.failure?.exitCode == .gateway)
            #expect(outcome.ended.count { $0.state == .failed } == 1)
            #expect(outcome.ended.count { $0.isSaved } == 2)
            // The one that is left is collected by the next line, and no other again.
            #expect(await session.jobsToCollect(to: Self.order(folder).path).count == 1)
        }
    }

    @Test func twoWithOnePathAreRefusedBeforeTheFirstDownload() async throws {
        try await Self.with(2) { session, jobs, folder, simulator async throws in
            let failure = await failure {
                try await session.collect(
                    jobs, Self.order(folder, "cat.mp4"), timeout: .seconds(3_600)
                ) { _ in }
            }
            #expect(failure?.exitCode == .script)
            #expect(failure?.message.contains("would both be saved as") == true)
            #expect(await simulator.count(.download) == 0)
            #expect(try TestFile.names(in: folder).isEmpty)
        }
    }

    /// A path that only the end of a job tells: nothing is overwritten, and what is wrong is told.
    @Test func aPathThatOnlyTheEndTells() async throws {
        try await Self.with(2) { session, jobs, folder, _ in
            let outcome = try await session.collect(
                jobs, Self.order(folder, "${job.status}.mp4"), timeout: .seconds(3_600)
            ) { _ in }
            #expect(outcome.failure?.exitCode == .script)
            #expect(outcome.ended.count { $0.isSaved } == 1)
            #expect(try TestFile.names(in: folder) == ["completed.json", "completed.mp4"])
        }
    }

    /// A video that was saved before is left alone.
    @Test func whatIsSavedIsLeftAlone() async throws {
        try await Self.with(2) { session, jobs, folder, simulator in
            _ = try await session.collect(jobs, Self.order(folder), timeout: .seconds(3_600)) { _ in
            }
            let before = await simulator.count(.download)
            let outcome = try await session.collect(
                jobs, Self.order(folder), timeout: .seconds(3_600)
            ) { _ in }
            #expect(outcome.failure == nil)
            #expect(await simulator.count(.download) == before)
            #expect(try TestFile.names(in: folder).count == 4)
        }
    }

    /// A batch goes on while the gateway is about to delete a video that nobody saves.
    @Test func aVideoThatIsAboutToExpireIsToldOnce() async throws {
        try await Gateway.with { simulator in
            let test = TestSession()
            try await test.run(on: simulator) { session in
                let jobs = try await session.ended(try await session.submitted("cat", count: 2))
                await session.tellExpiry()
                func told() -> [String] { test.events.warnings.filter { $0.contains("keeps") } }
                #expect(told().isEmpty)
                await session.expire(jobs[1].number, in: 29 * 60_000 + 30_000)
                for _ in 1...2 {
                    await session.lookAgainForExpiry()
                    await session.tellExpiry()
                }
                #expect(
                    told() == [
                        "\(jobs[1].name): not saved, and the gateway keeps it for 29 min more; "
                            + "`collect` saves each video as soon as it is there"
                    ])
            }
        }
    }

    @Test func aForgottenJobIsNotWaitedFor() async throws {
        try await Self.with(2, faults: ["status:unknown-status"], generation: Gateway.endless) {
            session, jobs, folder, _ in
            await session.until { session in
                jobs.allSatisfy { session.job(number: $0.number)?.serverID != nil }
            }
            async let collected = session.collect(
                jobs, Self.order(folder), timeout: .seconds(3_600)
            ) { _ in }
            _ = await session.forget(jobs.map(\.number))
            let outcome = try await collected
            #expect(outcome.ended.isEmpty && outcome.pending.isEmpty && !outcome.timedOut)
        }
    }

    @Test func interruptedItEndsAndTheNextGoesOn() async throws {
        try await Self.with(2) { session, jobs, folder, _ in
            let task = Task {
                try await session.collect(jobs, Self.order(folder), timeout: .seconds(3_600)) { _ in
                }
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let outcome = try await session.collect(
                await session.jobsToCollect(to: Self.order(folder).path), Self.order(folder),
                timeout: .seconds(3_600)
            ) { _ in }
            #expect(outcome.ended.count { $0.isSaved } == 2)
        }
    }
}

/// When a wait has waited long enough.
@Suite struct WaitLimitTests {
    /// Two jobs of a session on a clock of the test's own, the second in the state that is given.
    private static func with(
        _ state: JobState,
        _ body: (Session, PauselessClock) async throws -> Void
    ) async throws {
        let clock = PauselessClock()
        var test = TestSession()
        test.clock = clock
        try await test.run(baseURL: "http://127.0.0.1:1/v1") { session in
            for number in 1...2 {
                let job = try Job.sample { job in
                    job.number = number
                    job.state = number == 1 ? .running : state
                }
                await session.track(job)
            }
            try await body(session, clock)
        }
    }

    private static func pass(_ seconds: Int, on clock: PauselessClock) async throws {
        try await clock.sleep(until: clock.now.advanced(by: .seconds(seconds)), tolerance: nil)
    }

    /// A batch that takes ten times as long as the limit, and moves.
    @Test func aBatchThatMovesIsNeverLate() async throws {
        try await Self.with(.running) { session, clock in
            let limit = await session.waitLimit(.seconds(100), for: [1, 2])
            for turn in 1...20 {
                try await Self.pass(60, on: clock)
                #expect(await session.rest(of: limit) > .zero)
                await session.noteNews(of: turn % 2 + 1)
                #expect(await session.rest(of: limit) == .seconds(100))
            }
            try await Self.pass(101, on: clock)
            #expect(await session.rest(of: limit) < .zero)
        }
    }

    /// What hangs is late, whatever the others do; what waits for a place waits for the others.
    @Test(arguments: [JobState.running, .unsent])
    func aJobThatHangsIsLate(state: JobState) async throws {
        try await Self.with(state) { session, clock in
            let limit = await session.waitLimit(.seconds(100), for: [2])
            try await Self.pass(60, on: clock)
            await session.noteNews(of: 1)
            #expect(
                await session.rest(of: limit) == (state == .unsent ? .seconds(100) : .seconds(40)))
        }
    }

    /// News from before the wait are none.
    @Test func itBeginsWhenItBegins() async throws {
        try await Self.with(.running) { session, clock in
            await session.noteNews(of: 1)
            try await Self.pass(60, on: clock)
            let limit = await session.waitLimit(.seconds(100), for: [1])
            #expect(await session.rest(of: limit) == .seconds(100))
        }
    }
}

extension Session {
    /// Its video can be fetched for so many milliseconds more.
    fileprivate func expire(_ number: Int, in milliseconds: Int64) {
        guard let position = positions[number] else { return }
        jobs[position].expiresAt = configuration.now() + milliseconds
    }

    fileprivate func lookAgainForExpiry() { lookedForExpiry = nil }
}
