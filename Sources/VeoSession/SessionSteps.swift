import VeoClient
import VeoLanguage

/// The steps of a job: each is in the history before anybody hears of it.
extension Session {
    /// Takes a step in the life of a job: stored first, then told. A step that is out of place is
    /// passed over. A history that cannot be written is told, and the job goes on in memory: what
    /// has been paid for is not given up for it.
    @discardableResult
    func advance(
        _ number: Int, _ event: JobEvent,
        _ change: @Sendable @escaping (inout Job) -> Void = { _ in }
    ) async -> Bool {
        do {
            return try await store(number, event, change)
        } catch {
            configuration.announce(.warning(error.message))
            let step = JobStep(event: event, now: configuration.now(), change: change)
            guard let before = job(number: number),
                let after = step.taken(by: before, known: before)
            else { return false }
            if let id = after.serverID, id != before.serverID {
                configuration.announce(
                    .warning(
                        "\(after.name) is \(id) at the gateway, and the history could not take "
                            + "that down: `adopt @#\(number) \(id)` says it later"))
            }
            take(after, from: before)
            return true
        }
    }

    /// The same, for a step that must not be taken when it cannot be stored.
    func store(
        _ number: Int, _ event: JobEvent, _ change: @Sendable @escaping (inout Job) -> Void
    ) async throws(RunFailure) -> Bool {
        guard let before = job(number: number) else { return false }
        let step = JobStep(event: event, now: configuration.now(), change: change)
        guard let after = step.taken(by: before, known: before) else { return false }
        guard
            after.state != before.state || after.serverID != before.serverID
                || after.lostCount != before.lostCount
        else {
            // Percentages are for who looks on.
            take(after, from: before)
            return true
        }
        storing.insert(number)
        defer { storing.remove(number) }
        let (stored, isTaken) = try await history.change(number) { job in
            guard let after = step.taken(by: job, known: before) else { return false }
            job = after
            return true
        }
        take(stored, from: before)
        return isTaken
    }

    /// Whether it is not sent, and not about to be: the word that it leaves is not being written.
    func isHere(_ job: Job) -> Bool {
        job.state == .unsent && !storing.contains(job.number)
    }

    /// From here on the job is what the history says, and that is told.
    func take(_ job: Job, from before: Job) {
        guard let position = positions[job.number] else { return }
        var job = job
        // The history does not keep it.
        job.usualDuration = jobs[position].usualDuration
        jobs[position] = job
        if job.state.isFinal, !before.state.isFinal { endings.append(job.number) }
        if job.state != before.state || job.progress != before.progress { noteNews(of: job.number) }
        if job.state != before.state || job.serverID != before.serverID {
            configuration.announce(.changed(job, from: before.state))
        } else if job.progress != before.progress {
            configuration.announce(.progressed(job))
        }
        tellObservers()
    }
}
