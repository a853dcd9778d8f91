import VeoClient

/// How long a job is asked for while no answer tells where it is: a value, fed with what went wrong.
/// To ask costs nothing and the job is paid for, so nothing is believed the first time.
struct PollPatience: Sendable {
    /// The tries of one call, after which an outage begins.
    private let policy: RetryPolicy
    /// How long an outage is waited through.
    private let outage: Duration
    private let confirmDelay: Duration
    private var pause = Self.firstPause
    /// What looked final the last time, and how often in a row.
    private var looked: RequestFault?
    private var count = 0
    /// How often something looked final.
    private var doubts = 0

    /// The first pause of an outage, after the tries of one call; it doubles from try to try.
    static let firstPause = Duration.seconds(30)
    /// The longest pause of an outage: so late the news may come after its end.
    static let longestPause = Duration.seconds(120)
    /// How much longer the pause before the last question is than the one before the second.
    static let spread = 5

    init(_ policy: RetryPolicy, outage: Duration, isLoopback: Bool) {
        self.policy = policy
        self.outage = outage
        // A gateway on this machine may be a simulated one, which is quicker than time.
        confirmDelay = isLoopback ? policy.confirmDelay / 10 : policy.confirmDelay
    }

    /// How long to wait before the next question; `nil` when nothing is left to wait for.
    ///
    /// - Parameter elapsed: since the first question that was not answered.
    mutating func pause(after error: ClientError, elapsed: Duration) -> Duration? {
        let isOver = elapsed >= outage
        let next: Duration
        switch RetryTable.row(error.fault).ask {
        case .final: return nil
        case .confirm:
            let isSame = error.fault == looked
            (looked, count) = (error.fault, isSame ? count + 1 : 1)
            doubts += 1
            // Answers that contradict each other say no more than an outage.
            guard count < policy.confirmTries, !isOver || doubts < policy.confirmTries else {
                return nil
            }
            next = count == 1 ? confirmDelay : confirmDelay * Self.spread
        case .again, .none:
            (looked, count) = (nil, 0)
            guard !isOver else { return nil }
            next = pause
            pause = min(pause * 2, Self.longestPause)
        }
        let wish = error.retryAfter.map { min(max($0, .zero), policy.retryAfterLimit) }
        return max(next, wish ?? .zero)
    }
}
