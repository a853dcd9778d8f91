/// How long the client waits for each part of an exchange.
package struct Deadlines: Sendable, Hashable {
    /// Until the connection stands, TLS and proxy included.
    package var connect: Duration = .seconds(15)
    /// From the request to the first line of the answer of a download.
    package var head: Duration = .seconds(30)
    /// The same for a status: one hanging poll costs seconds.
    package var statusHead: Duration = .seconds(10)
    /// The same for a create: its images must be uploaded first.
    package var createHead: Duration = .seconds(120)
    /// The same for a sync generation: some gateways send nothing before the video is there.
    package var chatHead: Duration = .seconds(900)
    /// The longest silence within the body of an answer.
    package var idleBody: Duration = .seconds(60)
    /// The longest silence within the event stream of a sync generation.
    package var chatIdle: Duration = .seconds(600)
    /// A whole create exchange.
    package var whole: Duration = .seconds(180)
    /// A whole status exchange.
    package var statusWhole: Duration = .seconds(20)
    /// A whole sync generation.
    package var chatWhole: Duration = .seconds(3_600)
    /// A whole download, one try.
    package var downloadWhole: Duration = .seconds(3_600)

    package init() {}

    package static let standard = Deadlines()
}

/// A deadline that was reached, with the words that say which.
struct DeadlineReached: Error {
    /// For example "no answer within 30 s".
    let reason: String
}

/// Runs an operation and gives up, cancelling it, when `limit` has passed on the clock.
func withDeadline<Result: Sendable>(
    _ limit: Duration, on clock: any Clock<Duration>, reason: @escaping @Sendable () -> String,
    _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withDeadline(
        limit, extendedTo: limit, when: { false }, on: clock, reason: reason, operation)
}

/// The same, with a longer limit for what turns out to be long before the first one has passed.
func withDeadline<Result: Sendable>(
    _ limit: Duration, extendedTo longer: Duration, when isLong: @escaping @Sendable () -> Bool,
    on clock: any Clock<Duration>, reason: @escaping @Sendable () -> String,
    _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await sleepInSlices(limit, on: clock)
            if isLong() { try await sleepInSlices(longer - limit, on: clock) }
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else {
            throw DeadlineReached(reason: reason())
        }
        return result
    }
}

/// Runs an operation and gives up, cancelling it, when it reports no activity for `limit`.
///
/// The watch looks in slices, so it strikes at most one slice late.
func withIdleDeadline<Result: Sendable>(
    _ limit: Duration, on clock: any Clock<Duration>, reason: String,
    _ operation: @escaping @Sendable (Activity) async throws -> Result
) async throws -> Result {
    let slices = 4
    let activity = Activity()
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await operation(activity) }
        group.addTask {
            var seen = activity.count
            var silentSlices = 0
            while silentSlices < slices {
                try await sleepInSlices(limit / slices, on: clock)
                let now = activity.count
                silentSlices = now == seen ? silentSlices + 1 : 0
                seen = now
            }
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else {
            throw DeadlineReached(reason: reason)
        }
        return result
    }
}

/// Longest sleep in one piece.
private let longestSleep = Duration.seconds(5)

/// Sleeps for a deadline, which is hardly ever reached. The timer of a sleep that is cancelled
/// stays in memory, with its task, until its time has come: with a limit of an hour, thousands of
/// requests would pile up. So real time is slept through in short pieces.
private func sleepInSlices(_ duration: Duration, on clock: any Clock<Duration>) async throws {
    guard clock is ContinuousClock else { return try await clock.sleep(for: duration) }
    let end = ContinuousClock.now + duration
    while true {
        let rest = end - ContinuousClock.now
        guard rest > .zero else { return }
        try await Task.sleep(for: min(rest, longestSleep))
    }
}

extension Duration {
    /// `30 s`, `0.5 s` or `2 min` for messages.
    var words: String {
        let milliseconds = wholeMilliseconds
        if milliseconds >= 120_000, milliseconds % 60_000 == 0 {
            return "\(milliseconds / 60_000) min"
        }
        if milliseconds % 1_000 == 0 { return "\(milliseconds / 1_000) s" }
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
    }
}
