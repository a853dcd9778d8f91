/// How often what failed is asked for again when a script goes on.
package enum RetryFailed: Sendable, Hashable {
    /// What surely cost nothing and was no refusal of the content, ``freeTries`` times in all.
    case whatIsFree
    /// Whatever failed, once more in this run.
    case onceMore
    /// Whatever failed, until it has been asked for so often in all its runs.
    case inAll(Int)

    /// A scheduler that goes on until all is well must come to an end.
    package static let freeTries = 3
}

/// What a submit does about a job of an earlier run that asked for the same.
enum Standing: Sendable, Hashable, Comparable {
    /// It is the video, or will be, or may be: the job is taken up, and nothing is paid.
    case taken
    /// It failed, and stays as it is.
    case kept
    /// A new job is made in its place.
    case anew

    /// - Parameter tries: how often it has been asked for, this job included.
    static func of(_ job: Job, tries: Int, _ retry: RetryFailed) -> Standing {
        switch job.state {
        case .unsent, .submitting, .queued, .running, .completed: .taken
        // What the user has settled was looked for and is not there.
        case .unknown, .stale: job.settledAt == nil ? .taken : .anew
        case .failed: ofFailed(job, tries: tries, retry)
        }
    }

    private static func ofFailed(_ job: Job, tries: Int, _ retry: RetryFailed) -> Standing {
        guard let failure = job.failure, failure.kind != .notSent else { return .anew }
        switch retry {
        case .onceMore: return .anew
        case .inAll(let limit): return tries < limit ? .anew : .kept
        case .whatIsFree:
            // The same words meet the same filter, and a sync failure may have been charged.
            if job.mayHaveCost || failure.isContentRefusal { return .kept }
            // The gateway took nothing: an empty account may be full the next time.
            if failure.kind == .refused { return .anew }
            return tries < RetryFailed.freeTries ? .anew : .kept
        }
    }
}
