import VeoClient
import VeoLanguage

/// The steps of a job: each is in the history before anybody hears of it.
extension Session {
    /// Takes a step in the life of a job: stored first, then told. A step that is out of place is
    /// passed over. A history that cannot be written is told, and the job goes on in memory: what
    /// has been paid for is not given up for it.
    @discardableResult
    func advance(
        _ number: Int, _ event: JobEvent, _ change: (inout Job) -> Void = { _ in }
    ) async -> Bool {
        let before = job(number: number)
        do {
            return try await store(number, event, change)
        } catch {
            configuration.announce(.warning(error.message))
            if let before, let job = job(number: number) {
                configuration.announce(.changed(job, from: before.state))
            }
            tellObservers()
            return true
        }
    }

    /// The same, for a step that must not be taken when it cannot be stored.
    func store(
        _ number: Int, _ event: JobEvent, _ change: (inout Job) -> Void
    ) async throws(RunFailure) -> Bool {
        guard let position = positions[number] else { return false }
        let before = jobs[position]
        guard let next = JobLife.next(before.state, event) else { return false }
        var job = before
        change(&job)
        job.state = next
        switch event {
        case .progressed(let value): job.progress = max(job.progress ?? 0, value ?? 0)
        case .completed: job.progress = 100
        case .failed(let failure): job.failure = failure
        case .reattached: (job.failure, job.endedAt) = (nil, nil)
        case .dispatched, .accepted, .queued: break
        }
        if next.isFinal { job.endedAt = configuration.now() }
        jobs[position] = job
        if next != before.state || job.serverID != before.serverID {
            storing.insert(number)
            defer { storing.remove(number) }
            do { try await history.update([job]) } catch {
                if case .dispatched = event { jobs[position] = before }
                throw error
            }
            configuration.announce(.changed(job, from: before.state))
        } else if job.progress != before.progress {
            configuration.announce(.progressed(job))
        }
        tellObservers()
        return true
    }
}
