import VeoLanguage

/// When to ask for the status of a job the next time: a value, made from how long such jobs took
/// before.
///
/// With a fixed interval, the mean delay of the news times the number of requests is half the
/// duration, whatever the interval. Knowledge alone beats that: few requests while no job has ever
/// been done, and closer ones the more of the others had ended by then. One rule keeps a wrong
/// expectation harmless: **the interval never grows while a job runs.** The delay of the news is
/// then made by the shortest interval, and so many requests a fixed interval would have cost, too.
///
/// The progress that a gateway reports is left out on purpose: in recorded answers it jumps to 100
/// from under 50.
struct PollSchedule: Sendable {
    var interval: PollInterval
    let isLoopback: Bool
    /// When jobs end; nil when too few are known.
    private let window: Window?
    /// Jobs that are asked for at this time, this one counted.
    var jobs: Int

    private struct Window: Sendable {
        let start: Duration
        let end: Duration
    }

    /// - Parameter durations: how long earlier jobs of the model took, in any order.
    init(
        interval: PollInterval, isLoopback: Bool, durations: [Duration] = [], jobs: Int = 1
    ) {
        self.interval = interval
        self.isLoopback = isLoopback
        self.jobs = jobs
        window = Self.window(durations)
    }

    /// The first poll: a job that is done at once is noticed at once.
    static let first = Duration.seconds(2)
    static let firstOnLoopback = Duration.milliseconds(100)
    /// The interval without knowledge; the gateway's pages advise five to ten seconds.
    static let usual = Duration.seconds(5)
    /// The interval while none of the earlier jobs was done. A longer one would save requests,
    /// and cost a job that ends before its time more than a fixed interval would.
    static let sparse = Duration.milliseconds(7_500)
    /// The interval of a job that hangs.
    static let longest = Duration.seconds(10)
    /// The shortest interval.
    static let shortest = Duration.milliseconds(750)
    static let shortestOnLoopback = Duration.milliseconds(50)
    /// What the durations of fewer jobs say is chance.
    static let leastKnown = 5
    /// What took so many times as long as half of the jobs is left out.
    static let outlier = 4
    /// How many earlier jobs are looked at, the newest ones.
    static let memory = 100
    /// Beyond this age a job hangs, and is asked for at the longest interval.
    static let patience = Duration.seconds(30 * 60)
    /// The requests a minute that all jobs together send: four fifths of what the gateway allows,
    /// so that creates and downloads have room.
    static let requestsPerMinute = 2_400

    /// How long to wait now.
    ///
    /// - Parameters:
    ///   - elapsed: since the job was sent.
    ///   - isFirst: whether it has not been asked for yet.
    ///   - wish: the pause that the last answer asked for; it is obeyed.
    func delay(
        afterElapsed elapsed: Duration, isFirst: Bool = false, wish: Duration? = nil
    ) -> Duration {
        if let wish { return max(wish, share) }
        switch interval {
        case .every(let duration): return max(duration, share)
        case .auto:
            if isFirst, elapsed < early { return max(early - elapsed, share) }
            return max(learned(elapsed) ?? unlearned(elapsed), share)
        }
    }

    /// The interval at which so many jobs stay within the requests of a minute.
    private var share: Duration {
        isLoopback ? .zero : .seconds(60) * jobs / Self.requestsPerMinute
    }

    private var early: Duration { isLoopback ? Self.firstOnLoopback : Self.first }

    /// Without knowledge. A gateway on this machine may be a simulated one, a thousand times as
    /// fast as time or as slow as the real one: there the interval follows the age of the job.
    private func unlearned(_ elapsed: Duration) -> Duration {
        if elapsed >= Self.patience { return Self.longest }
        return isLoopback
            ? min(max(elapsed / 10, Self.firstOnLoopback), Self.usual) : Self.usual
    }

    /// How long half of the jobs took; nil when too few are known.
    static func median(of durations: [Duration]) -> Duration? {
        let known = durations.filter { $0 > .zero }.sorted()
        return known.count >= leastKnown ? known[known.count / 2] : nil
    }

    private static func window(_ durations: [Duration]) -> Window? {
        guard let median = median(of: durations) else { return nil }
        let known = durations.filter { $0 > .zero }.sorted()
        guard let least = known.first,
            // A job that nobody asked for overnight tells nothing about the others.
            let most = known.last(where: { $0 <= median * outlier })
        else { return nil }
        // Another job may end a little before the first of those seen, or after the last.
        let margin = (most - least) / (known.count + 1)
        return Window(start: max(least - margin, .zero), end: most + margin)
    }

    /// From what is known; nil when that is too little.
    private func learned(_ elapsed: Duration) -> Duration? {
        guard let window else { return nil }
        let (start, end) = (window.start, window.end)
        if elapsed >= max(Self.patience, end * 4) { return Self.longest }
        let floor = isLoopback ? Self.shortestOnLoopback : Self.shortest
        let sparse = min(max(start / 20, floor * 2), Self.sparse)
        let widest = max(sparse * 0.33, floor)
        if elapsed < start { return min(sparse, max(start - elapsed, widest)) }
        // As jobs end, the rest of them ends ever more likely in the next second. For durations
        // spread evenly, the best interval goes with the root of the share that is left.
        let left = end > start ? max((end - elapsed) / (end - start), 0) : 0
        return max(widest * left.squareRoot(), sparse * 0.1, floor)
    }
}
