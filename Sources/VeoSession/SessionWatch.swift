import VeoClient

/// Jobs that another program follows: the gateway is asked once for both.
extension Session {
    /// How often the history is looked at for what the other program has heard.
    static let watchInterval = Duration.seconds(1)
    static let watchIntervalOnLoopback = Duration.milliseconds(100)
    /// Looks before the gateway is asked all the same: the other program may hang.
    static let watchLimit = 30

    /// Waits for news of a job that another program follows. `false` when none does, or when it
    /// has told nothing for long.
    func watch(_ number: Int) async throws -> Bool {
        for _ in 1...Self.watchLimit {
            guard let job = job(number: number), job.run != run, !job.state.isFinal,
                !forgotten.contains(number), let stored = await followed(number),
                stored.process != nil, stored.job.settledAt == nil, !stored.job.state.isUncertain
            else { return false }
            if stored.job.state != job.state { take(stored.job, from: job) }
            if stored.job.state.isFinal { return true }
            try await configuration.clock.sleep(
                for: job.baseURL.isLoopback ? Self.watchIntervalOnLoopback : Self.watchInterval)
        }
        return false
    }

    /// A job as the history has it, and the other program that follows it; when there is none, this
    /// one does from now on. `nil` where the history cannot be used.
    private func followed(_ number: Int) async -> OpenJob? {
        let stored = try? await history.followed(number, besides: run)
        guard let stored, stored.process == nil, stored.job.followedBy != run else {
            return stored
        }
        return try? await history.follow(number, by: run)
    }
}
