/// One step of a job, to be taken from where the history has it: another program may have brought
/// it further meanwhile.
struct JobStep: Sendable {
    let event: JobEvent
    /// Milliseconds since 1970.
    let now: Int64
    /// What comes with the event, such as an id or a link.
    let change: @Sendable (inout Job) -> Void

    /// The job after the step, or nothing where the step is out of place.
    ///
    /// - Parameters:
    ///   - stored: the job as the history has it.
    ///   - known: the job as this program knows it.
    func taken(by stored: Job, known: Job) -> Job? {
        var job = stored
        if stored.state.isUncertain && !known.state.isUncertain {
            // What another program had to call unknown or stale yields to the one that knows.
            (job.state, job.failure, job.endedAt) = (known.state, nil, nil)
        } else if let done = stored.state.stage, let ahead = known.state.stage, ahead > done {
            // A step before this one could not be written.
            job.state = known.state
        }
        (job.serverID, job.sentAt) = (job.serverID ?? known.serverID, job.sentAt ?? known.sentAt)
        // What has left in the meantime cannot be taken back.
        if case .failed(let failure) = event, failure.kind == .notSent, known.state == .unsent,
            job.state != .unsent
        {
            return nil
        }
        guard let next = JobLife.next(job.state, event) else { return nil }
        change(&job)
        job.state = next
        job.progress = known.progress.map { max($0, job.progress ?? 0) } ?? job.progress
        switch event {
        case .progressed(let value): job.progress = max(job.progress ?? 0, value ?? 0)
        case .completed: job.progress = 100
        case .failed(let failure): job.failure = failure
        case .reattached: (job.failure, job.endedAt, job.settledAt) = (nil, nil, nil)
        case .dispatched, .turnedAway, .accepted, .queued: break
        }
        if next.isFinal { job.endedAt = now }
        return job
    }
}

extension JobState {
    /// How far a job is that has not ended.
    fileprivate var stage: Int? {
        switch self {
        case .unsent: 0
        case .submitting: 1
        case .queued: 2
        case .running: 3
        case .completed, .failed, .unknown, .stale: nil
        }
    }
}
