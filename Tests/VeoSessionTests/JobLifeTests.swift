import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

@Suite struct JobLifeTests {
    static func failed(_ kind: JobFailure.Kind) -> JobEvent {
        .failed(JobFailure(kind: kind, code: "", message: ""))
    }

    /// Each event, and what it makes of unsent, submitting, queued, running, completed, failed,
    /// unknown and stale, in this order; `nil` where it is out of place.
    static let table: [(event: JobEvent, next: [JobState?])] = [
        (.dispatched, [.submitting, nil, nil, nil, nil, nil, nil, nil]),
        (.turnedAway, [nil, .unsent, nil, nil, nil, nil, nil, nil]),
        (.accepted(id: "v"), [nil, .queued, nil, nil, nil, nil, nil, nil]),
        (.queued, [nil, nil, .queued, .running, nil, nil, nil, nil]),
        (.progressed(10), [nil, nil, .running, .running, nil, nil, nil, nil]),
        (.completed, [nil, .completed, .completed, .completed, nil, nil, nil, nil]),
        (failed(.notSent), [.failed, .failed, nil, nil, nil, nil, nil, nil]),
        (failed(.refused), [nil, .failed, .failed, .failed, nil, nil, nil, nil]),
        (failed(.generation), [nil, .failed, .failed, .failed, nil, nil, nil, nil]),
        (failed(.outcome), [nil, .unknown, .unknown, .unknown, nil, nil, nil, nil]),
        (failed(.noNews), [nil, nil, .stale, .stale, nil, nil, nil, nil]),
        (failed(.lost), [nil, nil, .failed, .failed, nil, nil, nil, nil]),
        (.reattached, [nil, nil, nil, nil, nil, nil, nil, .running]),
    ]

    @Test(arguments: table.indices)
    func everyEventInEveryState(row: Int) {
        let (event, expected) = Self.table[row]
        #expect(JobState.allCases.map { JobLife.next($0, event) } == expected, "\(event)")
    }

    @Test func onlyTheEndIsFinal() {
        #expect(JobState.allCases.filter(\.isFinal) == [.completed, .failed, .unknown, .stale])
    }
}

@Suite struct JobCostTests {
    struct Row: Sendable {
        let state: JobState
        var mode = Mode.async
        var failure: JobFailure.Kind?
        let isPaid: Bool
    }

    static let table = [
        Row(state: .unsent, isPaid: false),
        Row(state: .submitting, isPaid: true),
        Row(state: .queued, isPaid: true),
        Row(state: .running, isPaid: true),
        Row(state: .completed, isPaid: true),
        Row(state: .unknown, failure: .outcome, isPaid: true),
        Row(state: .unknown, mode: .sync, failure: .outcome, isPaid: true),
        Row(state: .stale, failure: .noNews, isPaid: true),
        // The gateway does not know it any more, and says nothing about its price.
        Row(state: .failed, failure: .lost, isPaid: true),
        Row(state: .failed, failure: .notSent, isPaid: false),
        Row(state: .failed, failure: .refused, isPaid: false),
        Row(state: .failed, failure: .generation, isPaid: false),
        Row(state: .failed, mode: .sync, failure: .notSent, isPaid: false),
        Row(state: .failed, mode: .sync, failure: .refused, isPaid: false),
        // A sync request is charged once it is accepted, whatever becomes of it.
        Row(state: .failed, mode: .sync, failure: .generation, isPaid: true),
    ]

    @Test(arguments: table)
    func cost(row: Row) throws {
        let job = try Job.sample { job in
            job.state = row.state
            job.mode = row.mode
            job.failure = row.failure.map { JobFailure(kind: $0, code: "", message: "") }
        }
        #expect(job.cost.description == (row.isPaid ? "$0.15" : "$0.00"))
    }

    /// What the next run finds in the history is what this one counted.
    @Test(arguments: table)
    func theNextRunCountsTheSame(row: Row) async throws {
        let history = try History(path: nil)
        let script = RunKind.script("a.veo", path: "/a.veo")
        let run = try await history.beginRun(kind: script, at: 1)
        let job = try HistoryTests.job(run, "cat") { job in
            job.serverID = row.state == .stale ? "v" : nil
            job.state = row.state
            job.mode = row.mode
            job.failure = row.failure.map { JobFailure(kind: $0, code: "", message: "") }
        }
        _ = try await history.add([job])
        let next = try await history.beginRun(kind: script, at: 2)
        let work = try await history.earlierWork(of: "/a.veo", before: next, at: 2)
        #expect(work.spent == job.committed)
    }

    @Test func aJobWithoutAPriceCostsNothingThatIsKnown() throws {
        let job = try Job.sample { $0.price = nil }
        #expect(job.cost == .zero)
        #expect(JobsTable.text([job], at: 0).contains("  ?"))
    }

    @Test(arguments: [
        (JobFailure.Kind.generation, "x", VeoSession.ExitStatus.generation),
        (.refused, "x", .gateway), (.outcome, "x", .gateway), (.noNews, "x", .gateway),
        (.lost, "x", .generation), (.notSent, "x", .gateway),
        (.notSent, JobFailure.machineCode, .machine),
    ])
    func exitCode(kind: JobFailure.Kind, code: String, expected: VeoSession.ExitStatus) {
        #expect(JobFailure(kind: kind, code: code, message: "").exitCode == expected)
    }

    /// A failure of this machine never makes a job that was sent look as if it had not been.
    @Test(arguments: [
        (JobState.unsent, "", JobFailure.Kind.notSent), (.queued, "v", .noNews),
        (.running, "v", .noNews), (.submitting, "", .outcome),
    ])
    func aFailureOfThisMachine(state: JobState, id: String, kind: JobFailure.Kind) throws {
        let job = try Job.sample {
            ($0.state, $0.serverID) = (state, id.isEmpty ? nil : id)
        }
        let failure = JobFailure(RunFailure("no key", exitCode: .script), of: job)
        #expect(failure.kind == kind)
    }
}
