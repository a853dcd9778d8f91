import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// Two programs that live on one history: nothing is lost, nothing is asked for twice.
@Suite(.timeLimit(.minutes(5))) struct TwoProgramsTests {
    /// A job that another run of a process that lives follows, and a session beside it.
    private static func withJobOfAnother(
        isSent: Bool = true,
        _ body: @Sendable @escaping (Session, History, Job, Simulator) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with { simulator in
                var test = TestSession()
                test.history = folder + "/history"
                let other = try History(path: test.history)
                let run = try await other.beginRun(kind: .shell, at: 1)
                let baseURL = try BaseURL(parsing: simulator.baseURL)
                let job = try await other.add([
                    try HistoryTests.job(run, "cat") { job in
                        (job.state, job.serverID) = (.running, "video_of_another")
                        (job.baseURL, job.endedAt) = (baseURL, nil)
                        if !isSent { (job.state, job.serverID) = (.unsent, nil) }
                    }
                ])[0]
                try await test.run(on: simulator) { try await body($0, other, job, simulator) }
            }
        }
    }

    @Test func whatAnotherHearsIsHeardFromTheHistory() async throws {
        try await Self.withJobOfAnother { session, other, job, simulator async throws in
            let attached = try await session.jobs(.number(job.number), text: "@#1")
            #expect(attached.map(\.state) == [.running])
            _ = try await other.change(job.number) { job in
                (job.state, job.progress, job.endedAt) = (.completed, 100, 9)
            }
            let ended = try await session.ended(attached)[0]
            #expect(ended.state == .completed)
            #expect(await simulator.count(.status) == 0)
        }
    }

    /// What another program is about to send is not taken back here, and not waited for.
    @Test func whatAnotherSendsIsLeftToIt() async throws {
        try await Self.withJobOfAnother(isSent: false) { session, other, job, _ async throws in
            let found = try await session.jobs(.number(job.number), text: "@#1")
            #expect(found.map(\.state) == [.unsent])
            #expect(await !session.needsThisProcess)
            try await session.waitUntilSent()
            #expect(await session.dropUnsent(.withdrawn).isEmpty)
            #expect(try await other.job(number: job.number)?.state == .unsent)
            await #expect(throws: RunFailure.self) { try await session.ended(found) }
        }
    }

    @Test func whenTheOtherEndsTheGatewayIsAsked() async throws {
        try await Self.withJobOfAnother { session, other, job, simulator async throws in
            let attached = try await session.jobs(.number(job.number), text: "@#1")
            try await other.endRun(job.run, at: 5)
            // No gateway knows that id.
            #expect(try await session.ended(attached)[0].state == .stale)
            #expect(await simulator.count(.status) > 0)
        }
    }

    @Test func itIsNoOpenJobOfThisOne() async throws {
        try await Self.withJobOfAnother { session, _, job, _ async throws in
            let open = try await session.openJobs()
            #expect(open.map(\.job.number) == [job.number])
            #expect(open.map { $0.process != nil } == [true])
            #expect(try await session.jobs(.open, text: "@open").isEmpty)
        }
    }

    /// A copy that is behind writes only what it changes.
    @Test func aStaleCopyOverwritesNothing() async throws {
        try await Self.withJobOfAnother { session, other, job, _ async throws in
            _ = try await session.jobs(.number(job.number), text: "@#1")
            _ = try await other.change(job.number) { job in
                (job.file, job.byteCount, job.sha256) = ("cat.mp4", 5, "aa")
                (job.state, job.endedAt) = (.completed, 9)
            }
            _ = await session.forget([job.number])
            let row = try #require(await other.job(number: job.number))
            #expect(row.file == "cat.mp4")
            #expect(row.state == .completed)
            #expect(row.settledAt != nil)
        }
    }

    struct Race: Sendable {
        let known: JobState
        let stored: JobState
        let event: JobEvent
        let next: JobState?
    }

    private static let lost = JobFailure(kind: .outcome, code: "c", message: "m")
    private static let unsent = JobFailure(kind: .notSent, code: "c", message: "m")

    static let races = [
        // What another one has brought to its end stays ended.
        Race(known: .running, stored: .completed, event: .failed(lost), next: nil),
        Race(known: .running, stored: .completed, event: .completed, next: nil),
        Race(known: .queued, stored: .failed, event: .progressed(5), next: nil),
        // What another one had to call unknown yields to the one that knows.
        Race(known: .submitting, stored: .unknown, event: .accepted(id: "v"), next: .queued),
        Race(known: .running, stored: .unknown, event: .completed, next: .completed),
        Race(known: .running, stored: .stale, event: .completed, next: .completed),
        // What has left cannot be taken back, and what was dropped does not leave.
        Race(known: .unsent, stored: .submitting, event: .failed(unsent), next: nil),
        Race(known: .unsent, stored: .failed, event: .dispatched, next: nil),
        Race(known: .unsent, stored: .submitting, event: .dispatched, next: nil),
        Race(known: .queued, stored: .running, event: .completed, next: .completed),
        // A step that could not be written is made up for by the next one.
        Race(known: .queued, stored: .submitting, event: .progressed(5), next: .running),
    ]

    @Test(arguments: races) func aStepStartsFromWhatTheHistoryHas(race: Race) throws {
        func job(_ state: JobState) throws -> Job {
            try .sample { job in
                job.state = state
                if state.isUncertain || state == .failed { job.failure = Self.lost }
            }
        }
        let step = JobStep(event: race.event, now: 5) { _ in }
        let taken = step.taken(by: try job(race.stored), known: try job(race.known))
        #expect(taken?.state == race.next)
        if race.next == .completed || race.next == .queued { #expect(taken?.failure == nil) }
    }
}
