import VeoClient
import VeoLanguage

/// A request without an answer: after a while it is said what is awaited, and how long.
extension Session {
    /// Runs a request that makes a job, and says so when its answer takes long.
    func watchingSilence<Result: Sendable>(
        of number: Int, _ request: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let clock = configuration.clock
        let patience = job(number: number).map(silence) ?? configuration.silence
        defer { silenceTold.remove(number) }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await request() }
            group.addTask {
                // Cancelled is what it is when the answer comes: the request tells.
                if (try? await clock.sleep(for: patience)) != nil {
                    await self.tellSilence(of: number)
                }
                return nil
            }
            defer { group.cancelAll() }
            while let end = try await group.next() {
                if let result = end { return result }
            }
            throw CancellationError()
        }
    }

    /// Some gateways say nothing about a sync job before its video is there.
    private func silence(of job: Job) -> Duration {
        job.mode == .sync ? configuration.silence * 3 : configuration.silence
    }

    /// One line for all that wait alike.
    private func tellSilence(of number: Int) {
        guard let first = job(number: number), first.state == .submitting,
            !silenceTold.contains(number)
        else { return }
        let now = configuration.now()
        let patience = DurationText.milliseconds(silence(of: first))
        let silent = jobs.live.sorted().compactMap(job(number:)).filter { job in
            job.state == .submitting && job.mode == first.mode && !silenceTold.contains(job.number)
                && (job.number == number || now - (job.sentAt ?? now) >= patience)
        }
        silenceTold.formUnion(silent.map(\.number))
        defer { tellObservers() }
        let deadlines = configuration.deadlines
        let limit = first.mode == .sync ? deadlines.chatHead : deadlines.createHead
        configuration.announce(
            .warning(
                "\(JobNames.text(silent.map(\.name))): no answer to the request after "
                    + "\(DurationText.short(silence(of: first))); it is awaited for "
                    + "\(DurationText.short(limit)), and the request is not sent twice"))
    }
}
