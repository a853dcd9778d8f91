import Synchronization

/// The pace that the requests of all jobs to one gateway keep together: so many a minute and so
/// many in flight. Who comes first goes first.
package final class RequestPace: Sendable {
    /// The limits of a gateway.
    package struct Limits: Sendable, Hashable {
        /// Requests in any minute; nil for no limit.
        package var perMinute: Int?
        /// Requests that have no whole answer yet.
        package var inFlight: Int

        package init(perMinute: Int?, inFlight: Int) {
            self.perMinute = perMinute
            self.inFlight = max(inFlight, 1)
        }

        /// What the pages of the gateway name: 3,000 a minute, 100 at once.
        package static let gateway = Limits(perMinute: 3_000, inFlight: 100)
        /// A gateway on this machine may run faster than time.
        package static let loopback = Limits(perMinute: nil, inFlight: 100)
    }

    /// The share of the minute that may pass in one burst.
    private static let burstShare = 20

    private struct State {
        var inFlight = 0
        var waiting: [(key: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var nextKey = 0
        /// When the request after the last one is due at the earliest, burst apart.
        var due = Duration.zero
    }

    private let limits: Limits
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    private let state = Mutex(State())

    package init(_ limits: Limits, clock: any Clock<Duration> = ContinuousClock()) {
        self.limits = limits
        elapsed = Self.stopwatch(clock)
        sleep = { try await clock.sleep(for: $0) }
    }

    private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// Runs a request when it is its turn. Cancelling while it waits throws `CancellationError`.
    func run<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ request: () async throws -> Result
    ) async throws -> Result {
        guard await enter() else { throw CancellationError() }
        defer { leave() }
        if let pause = reserve(at: elapsed()), pause > .zero { try await sleep(pause) }
        return try await request()
    }

    /// How long the request waits that is asked for now, and its place in the minute is taken.
    ///
    /// The requests are spread evenly but for a burst; both together stay within the limit in any
    /// minute: a twentieth of it in the burst, the rest evenly.
    func reserve(at now: Duration) -> Duration? {
        guard let perMinute = limits.perMinute else { return nil }
        let burst = max(perMinute / Self.burstShare, 1)
        let spacing = Duration.seconds(60) / max(perMinute - burst, 1)
        return state.withLock { state in
            let start = max(state.due, now - spacing * (burst - 1))
            state.due = start + spacing
            return max(start - now, .zero)
        }
    }

    /// Waits for a free place; false when the task was cancelled before.
    private func enter() async -> Bool {
        let key = state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.inFlight < limits.inFlight {
                        state.inFlight += 1
                        return true
                    }
                    state.waiting.append((key, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let found = state.withLock { state in
                state.waiting.firstIndex { $0.key == key }.map { state.waiting.remove(at: $0) }
            }
            found?.continuation.resume(returning: false)
        }
    }

    private func leave() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.inFlight -= 1
                return nil as CheckedContinuation<Bool, Never>?
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
