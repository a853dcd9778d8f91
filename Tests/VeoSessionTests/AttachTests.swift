import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// Two sessions, one after the other, on one history.
@Suite(.timeLimit(.minutes(5))) struct AttachTests {
    /// Leaves a job running in the history, then opens a second session on it.
    static func twoSessions(
        generation: Duration? = .seconds(200), faults: [String] = [], isSimulated: Bool = false,
        first: @Sendable @escaping (Session, Simulator) async throws -> Void,
        then second: @Sendable @escaping (Session, String, Simulator) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(faults: faults, generation: generation) { simulator in
                var test = TestSession()
                test.history = folder + "/history"
                test.isSimulated = isSimulated
                try await test.run(on: simulator) { try await first($0, simulator) }
                test.kind = .shell
                test.isSimulated = false
                test.events = EventLog()
                try await test.run(on: simulator) { try await second($0, folder, simulator) }
            }
        }
    }

    static func submitOne(_ session: Session, _ simulator: Simulator) async throws {
        let job = try await session.submitted("cat")[0]
        await session.until { $0.job(number: job.number)?.serverID != nil }
    }

    @Test func waitAndSaveAJobOfAnEarlierRun() async throws {
        try await Self.twoSessions(first: Self.submitOne) { session, folder, simulator in
            let job = try #require(try await session.jobs(.number(1), text: "@#1").first)
            #expect(!job.state.isFinal)
            let ended = try await session.ended([job])[0]
            #expect(ended.state == .completed)
            try await session.save([ended], SaveOrder(folder + "/${job.name}.mp4")) { _ in }
            #expect(TestFile.exists(folder + "/cat.mp4"))
            #expect(try await session.history.job(number: 1)?.file == folder + "/cat.mp4")
            #expect(await simulator.count(.create) == 1)
        }
    }

    @Test func saveAJobThatEndedInAnEarlierRun() async throws {
        try await Self.twoSessions(
            generation: nil,
            first: { session, _ in
                try await session.ended(try await session.submitted("cat"))
            },
            then: { session, folder, simulator in
                let before = await simulator.count(.status)
                let jobs = try await session.jobs(.number(1), text: "@#1")
                #expect(jobs.map(\.state) == [.completed])
                try await session.save(jobs, SaveOrder(folder + "/cat.mp4")) { _ in }
                #expect(TestFile.exists(folder + "/cat.mp4"))
                #expect(await simulator.count(.status) == before)
            })
    }

    @Test func openJobsAreTakenUpAtThePromptAndLeftOutOfCommands() async throws {
        try await Self.twoSessions(first: Self.submitOne) { session, _, _ in
            let open = try await session.attachOpenJobs(session.openJobs())
            #expect(open.map(\.name) == ["cat"])
            #expect(await session.allJobs.map(\.name) == ["cat"])
            #expect(await session.ownJobs.isEmpty)
            #expect(await session.untoldJobs.isEmpty)
            #expect(try await session.jobs(.all, text: "@all").isEmpty)
            let ended = try await session.ended(try await session.named("cat"))
            #expect(ended.map(\.state) == [.completed])
            #expect(await session.unsavedJobs.isEmpty)
        }
    }

    /// A request that was cut is unknown; the job of the gateway is taken by its id.
    @Test func anUnknownJobIsAdopted() async throws {
        try await Self.twoSessions(
            generation: nil, faults: ["create:reset-after"],
            first: { session, _ in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .unknown)
            },
            then: { session, _, simulator in
                // Without an id there is nothing to ask for: it stays what it is.
                let unknown = try await session.jobs(.number(1), text: "@#1")
                #expect(unknown.map(\.state) == [.unknown])
                #expect(await simulator.count(.create) == 1)
            })
    }

    /// What could not be asked for can be asked for again.
    @Test func aJobThatWasLostTouchOfIsFollowedAgain() async throws {
        try await Self.twoSessions(
            generation: nil, faults: ["status:status=404*3"],
            first: { session, _ in
                let job = try await session.ended(try await session.submitted("cat"))[0]
                #expect(job.state == .stale)
                #expect(job.failure?.message.hasPrefix("lost touch") == true)
            },
            then: { session, _, _ in
                let jobs = try await session.jobs(.number(1), text: "@#1")
                let ended = try await session.ended(jobs)[0]
                #expect(ended.state == .completed)
                #expect(ended.failure == nil)
            })
    }

    @Test func adopt() async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(generation: .seconds(200)) { simulator in
                var first = TestSession()
                first.history = folder + "/one"
                let id = try await first.run(on: simulator) { session in
                    try await Self.submitOne(session, simulator)
                    return try #require(await session.allJobs[0].serverID)
                }
                var second = TestSession()
                second.history = folder + "/two"
                try await second.run(on: simulator) { session in
                    let job = try await session.adopt(id, name: "mine")
                    #expect(job.name == "mine")
                    #expect(job.price == nil)
                    // As recorded: the gateway names another model than was asked for.
                    #expect(job.model == "sora2_video_generation")
                    #expect(try await session.ended([job])[0].state == .completed)
                    // Again: the same job, known under its name alone.
                    #expect(try await session.adopt(id, name: nil).number == job.number)
                    let other = await failure { try await session.adopt(id, name: "other") }
                    #expect(other?.message == "\(id) is job 1 of the history, called 'mine'")
                    let none = await failure { try await session.adopt("video_none", name: nil) }
                    #expect(none?.exitCode == .gateway)
                    #expect(await session.allJobs.count == 1)
                }
                #expect(await simulator.count(.create) == 1)
            }
        }
    }

    @Test func aSimulatedJobIsNeverTakenUpElsewhere() async throws {
        try await Self.twoSessions(
            isSimulated: true, first: Self.submitOne,
            then: { session, _, _ in
                let failure = await failure { try await session.jobs(.number(1), text: "@#1") }
                #expect(failure?.message == "job 1 was simulated: its simulator has ended")
                #expect(failure?.exitCode == .script)
                let open = try await session.attachOpenJobs(session.openJobs())
                let job = try await session.history.job(number: 1)
                #expect(open.isEmpty)
                #expect(job?.state == .unknown)
                #expect(await session.allJobs.isEmpty)
            })
    }

    /// A key that was set for one gateway never goes to another.
    @Test(arguments: [true, false])
    func aJobOfAnotherGatewayIsNotAskedFor(isEnded: Bool) async throws {
        try await Self.twoSessions(
            generation: isEnded ? nil : Gateway.endless,
            first: { session, simulator in
                let jobs = try await session.submitted("cat")
                if isEnded { try await session.ended(jobs) }
                await session.until { $0.jobs[0].serverID != nil }
            },
            then: { session, folder, simulator in
                await session.set(.baseURL(try BaseURL(parsing: "https://elsewhere.example/v1")))
                let seen = await simulator.journal().count
                let failure = await failure {
                    let jobs = try await session.jobs(.number(1), text: "@#1")
                    try await session.save(jobs, SaveOrder(folder + "/cat.mp4")) { _ in }
                }
                #expect(failure?.message.hasPrefix("job 1 belongs to \(simulator.baseURL)") == true)
                #expect(await simulator.journal().count == seen)
                #expect(!TestFile.exists(folder + "/cat.mp4"))
            })
    }

    /// Without a key a running job is not called failed: it is an error of the statement.
    @Test func takingUpAJobWithoutAKey() async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with(generation: Gateway.endless) { simulator in
                var test = TestSession()
                test.history = folder + "/history"
                try await test.run(on: simulator) { try await Self.submitOne($0, simulator) }
                test.environment = [:]
                try await test.run(on: simulator) { session in
                    let failure = await failure { try await session.jobs(.number(1), text: "@#1") }
                    #expect(failure?.message.hasPrefix("no key") == true)
                    let job = try await session.history.job(number: 1)
                    #expect(job?.state.isFinal == false)
                    #expect(await session.allJobs.isEmpty)
                }
            }
        }
    }

    /// `@cat` is the job of this run, also when an earlier one with that name was taken up.
    @Test func aNameMeansOneJob() async throws {
        try await Self.twoSessions(generation: nil, first: Self.submitOne) { session, _, _ in
            let own = try await session.submitted("cat")
            _ = try await session.jobs(.number(1), text: "@#1")
            #expect(try await session.named("cat").map(\.number) == own.map(\.number))
            #expect(try await session.jobs(.name([.any]), text: "@*").count == 2)
        }
    }
}
