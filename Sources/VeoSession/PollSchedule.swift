import VeoLanguage

/// When to ask for the status of a job the next time.
///
/// `auto` waits a tenth of the time that has passed, so that a job of seconds is noticed at once
/// and one of minutes costs few requests, between two seconds (a loopback gateway: a tenth of one)
/// and the ten seconds that the gateway's pages advise at most.
struct PollSchedule: Sendable {
    var interval: PollInterval
    var isLoopback: Bool

    static let shortest = Duration.seconds(2)
    static let shortestOnLoopback = Duration.milliseconds(100)
    static let longest = Duration.seconds(10)

    func delay(afterElapsed elapsed: Duration) -> Duration {
        switch interval {
        case .every(let duration): duration
        case .auto:
            min(
                max(elapsed / 10, isLoopback ? Self.shortestOnLoopback : Self.shortest),
                Self.longest)
        }
    }
}
