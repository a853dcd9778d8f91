/// The last run of a script, as the history has it.
package struct PreviousRun: Sendable {
    package let number: Int
    /// Milliseconds since 1970.
    package let startedAt: Int64
    /// The process that runs it, while it lives.
    package let runningProcess: Int32?
    /// The machine of that process, where it is another one.
    package var runningHost: String?
    package let reachedEnd: Bool
    /// Its own jobs that were sent, those it took up from earlier runs among them.
    package let jobs: [Job]
    /// Jobs of the runs that it went on with and did not take up.
    package let leftovers: [Job]

    /// Whether another run must not simply begin: something may be paid for twice.
    package var needsChoice: Bool {
        runningProcess != nil || !reachedEnd || !openJobs.isEmpty
    }

    /// The jobs that were paid for, or may have been, and whose videos are not here.
    package var openJobs: [Job] { jobs.filter(\.isOpen) }
}

extension Job {
    /// Paid for, or maybe, and not here, and the user has not settled it.
    package var isOpen: Bool {
        guard settledAt == nil else { return false }
        return switch state {
        case .unsent, .submitting, .queued, .running, .unknown, .stale: true
        case .completed: !isSaved
        case .failed: false
        }
    }
}
