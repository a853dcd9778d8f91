/// Something that happened to a job.
package enum JobEvent: Sendable, Hashable {
    /// A place is free: the request leaves now.
    case dispatched
    /// An answer made certain that the request made nothing: it may leave again.
    case turnedAway
    /// The gateway took the job and gave it an id.
    case accepted(id: String?)
    /// The gateway said where the job is.
    case queued
    case progressed(Double?)
    case completed
    case failed(JobFailure)
    /// It is asked for again after it was stale.
    case reattached
}

/// The life of a job as a value: a state and an event give the next state, or nothing where the
/// event is out of place (a late answer never wakes a job that has ended).
package enum JobLife {
    package static func next(_ state: JobState, _ event: JobEvent) -> JobState? {
        switch event {
        case .dispatched: state == .unsent ? .submitting : nil
        case .turnedAway: state == .submitting ? .unsent : nil
        case .accepted: state == .submitting ? .queued : nil
        // A job that runs may be said to wait again: that is news, and no step back.
        case .queued: state == .queued || state == .running ? state : nil
        case .progressed: state == .queued || state == .running ? .running : nil
        case .completed: isOnServer(state) ? .completed : nil
        case .failed(let failure): ended(state, by: failure)
        case .reattached: state == .stale ? .running : nil
        }
    }

    private static func ended(_ state: JobState, by failure: JobFailure) -> JobState? {
        switch (state, failure.kind) {
        case (.completed, _), (.failed, _), (.unknown, _), (.stale, _): nil
        case (.unsent, .notSent), (.submitting, .notSent): .failed
        case (.unsent, _): nil
        // What the gateway has taken has been sent.
        case (.queued, .notSent), (.running, .notSent): nil
        case (.submitting, .outcome), (.queued, .outcome), (.running, .outcome): .unknown
        // What has no id cannot be asked for.
        case (.submitting, .noNews), (.submitting, .lost): nil
        case (.queued, .noNews), (.running, .noNews): .stale
        case (.submitting, _), (.queued, _), (.running, _): .failed
        }
    }

    /// A synchronous answer may complete a job that has not said yet that it runs.
    private static func isOnServer(_ state: JobState) -> Bool {
        switch state {
        case .submitting, .queued, .running: true
        case .unsent, .completed, .failed, .unknown, .stale: false
        }
    }
}
