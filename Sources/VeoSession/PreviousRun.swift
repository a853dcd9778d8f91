import VeoLanguage

/// The last run of a script, as the history has it.
package struct PreviousRun: Sendable {
    package let number: Int
    /// Milliseconds since 1970.
    package let startedAt: Int64
    /// The process that runs it, while it lives.
    package let runningProcess: Int32?
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
        case .unsent, .submitting, .queued, .running, .unknown: true
        case .completed: !isSaved
        case .failed: false
        }
    }
}

/// Which jobs of the last run the submits of this one stand for: the same name and the same
/// request; without a name, the same request, in the order of their numbers.
struct Resumption: Sendable {
    enum Match: Sendable, Hashable {
        /// The job is taken up and costs nothing more.
        case same(Job)
        /// A job of that name asked for something else, or failed: this is a new one.
        case other(Job)
        case none
    }

    /// What no submit has claimed yet.
    private(set) var unclaimed: [Job]

    init(_ previous: PreviousRun) {
        unclaimed = previous.jobs + previous.leftovers
    }

    /// - Parameter name: empty for a submit without a name.
    mutating func claim(name: String, requestHash: String) -> Match {
        let index = unclaimed.firstIndex { job in
            job.isWorthTaking && job.requestHash == requestHash
                && (name.isEmpty
                    ? job.hasNameOfItsNumber : JobName.key(job.name) == JobName.key(name))
        }
        if let index { return .same(unclaimed.remove(at: index)) }
        guard !name.isEmpty else { return .none }
        let named = unclaimed.first { JobName.key($0.name) == JobName.key(name) }
        return named.map(Match.other) ?? .none
    }
}

extension Job {
    /// A job that failed is made anew, and so is one that was unknown and is settled.
    var isWorthTaking: Bool { state != .failed && !(state == .unknown && settledAt != nil) }

    /// It was submitted without a name.
    fileprivate var hasNameOfItsNumber: Bool { name == "job-\(number)" }
}
