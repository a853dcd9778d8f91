/// How often a failed try is repeated and after how long. Which ones are is in ``RetryTable``.
package struct RetryPolicy: Sendable {
    /// The tries of one step, the first included.
    package var tries: Int
    /// The longest pause before the second try; it doubles from try to try.
    package var baseDelay: Duration
    /// The longest pause between two tries.
    package var maximumDelay: Duration
    /// The longest `Retry-After` that is obeyed; a longer wish is cut to this and said.
    package var retryAfterLimit: Duration
    /// The tries to fetch the file of a completed task that is not there yet.
    package var notReadyTries: Int
    /// The pause after the first of them; it doubles from try to try, up to eight times that.
    package var notReadyDelay: Duration
    /// How often in a row a poll must be answered in a way that looks final before it is believed.
    package var confirmTries: Int
    /// The pause before the second of these polls; the last comes after a longer one.
    package var confirmDelay: Duration
    /// A number in 0..<1 for each pause, so that a hundred jobs do not come back together.
    package var random: @Sendable () -> Double

    package init(
        tries: Int = 5,
        baseDelay: Duration = .seconds(1),
        maximumDelay: Duration = .seconds(30),
        retryAfterLimit: Duration = .seconds(120),
        notReadyTries: Int = 7,
        notReadyDelay: Duration = .seconds(2),
        confirmTries: Int = 3,
        confirmDelay: Duration = .seconds(10),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.tries = max(tries, 1)
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.retryAfterLimit = retryAfterLimit
        self.notReadyTries = max(notReadyTries, 1)
        self.notReadyDelay = notReadyDelay
        self.confirmTries = max(confirmTries, 1)
        self.confirmDelay = confirmDelay
        self.random = random
    }

    package static let standard = RetryPolicy()

    /// The pause after the try with this number (the first is 1): the wish of the server, else
    /// an exponentially growing range with full jitter. A try beyond the budget of the session
    /// waits from half of the longest pause to the whole of it, and never less than the wish.
    package func delay(
        afterTry attempt: Int, retryAfter: Duration?, isWithinBudget: Bool = true
    ) -> Duration {
        let wish = retryAfter.map { min(max($0, .zero), retryAfterLimit) }
        guard isWithinBudget else {
            return max(wish ?? .zero, maximumDelay / 2 * (1 + random()))
        }
        if let wish { return wish }
        // The exponent is bounded so that the multiplication cannot overflow.
        let longest = min(baseDelay * (1 << min(max(attempt - 1, 0), 16)), maximumDelay)
        return longest * random()
    }

    /// The pause before the file of a completed task is asked for again: 2, 4, 8 and then 16 s, a
    /// minute in all, or what the server asks for within its limit.
    package func notReadyPause(afterRound round: Int, retryAfter: Duration?) -> Duration {
        let pause = notReadyDelay * (1 << min(max(round - 1, 0), 3))
        return max(pause, min(retryAfter ?? .zero, retryAfterLimit))
    }

    /// The longest pause after each try but the last: the schedule, for people and tests.
    package var longestDelays: [Duration] {
        var policy = self
        policy.random = { 1 }
        return (1..<tries).map { policy.delay(afterTry: $0, retryAfter: nil) }
    }
}

/// One failed try that is going to be repeated, to be shown.
package struct RetryNotice: Sendable, Hashable {
    package let step: ClientError.Step
    /// The number of the try that failed, from 1.
    package let attempt: Int
    /// How many tries the step has in all.
    package let of: Int
    /// How long the client waits now.
    package let delay: Duration
    /// Why, ready to show, in one sentence without a full stop.
    package let reason: String
}
