import Glibc

/// The gateway's own time, which runs `speed` times as fast as the clock under it.
///
/// All instants are durations since the gateway started.
struct SimulatedTime: Sendable {
    /// Simulated time that has passed since the start.
    let now: @Sendable () -> Duration
    /// Suspends until the given simulated instant; returns at once if that is past.
    let sleep: @Sendable (_ until: Duration) async throws -> Void
    /// Unix time of the start, in seconds.
    let unixStart: Int
    /// How many times as fast as the clock it runs.
    let speed: Double

    init(clock: some Clock<Duration>, speed: Double, unixStart: Int) {
        let start = clock.now
        let now: @Sendable () -> Duration = { start.duration(to: clock.now) * speed }
        self.now = now
        self.sleep = { instant in
            let rest = instant - now()
            guard rest > .zero else { return try Task.checkCancellation() }
            try await clock.sleep(until: clock.now.advanced(by: rest / speed), tolerance: nil)
        }
        self.unixStart = unixStart
        self.speed = speed
    }

    /// How soon to ask again about a job, in milliseconds of the client's own clock: five
    /// simulated seconds.
    var pollAfter: Int { max(1, Int(clamping: 5_000 / speed)) }

    /// Simulated Unix time of an instant, in whole seconds.
    func unix(_ instant: Duration) -> Int {
        unixStart + Int(instant.components.seconds)
    }

    /// The machine's Unix time, in seconds.
    static var machineUnixTime: Int { Int(time(nil)) }
}
