import VeoClient

/// When a wait has waited long enough: so long after the last news of its jobs, for a batch that
/// moves is never late.
struct WaitLimit: Sendable {
    let timeout: Duration
    let numbers: [Int]
    /// By the session's steady clock.
    let start: Duration
}

extension Session {
    /// A limit that begins now.
    func waitLimit(_ timeout: Duration, for numbers: [Int]) -> WaitLimit {
        WaitLimit(timeout: timeout, numbers: numbers, start: steady.elapsed)
    }

    /// Returns when no news of the jobs has come for as long as the limit says.
    func sleep(until limit: WaitLimit) async throws {
        while true {
            let rest = rest(of: limit)
            guard rest > .zero else { return }
            try await configuration.clock.sleep(for: rest)
        }
    }

    /// What is left of a limit. A job that is not sent yet waits for the places of the others, so
    /// that news of any of them are news for it.
    func rest(of limit: WaitLimit) -> Duration {
        let isQueued = limit.numbers.contains { job(number: $0)?.state == .unsent }
        let last = isQueued ? lastNews : limit.numbers.compactMap { news[$0] }.max() ?? .zero
        return max(limit.start, last) + limit.timeout - steady.elapsed
    }

    /// A job has moved on: in its state, its progress, or to its file.
    func noteNews(of number: Int) {
        lastNews = steady.elapsed
        news[number] = lastNews
    }
}
