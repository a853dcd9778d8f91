/// The time of a run: what the clock on the wall says at its start, and steady from there on. A
/// clock that is set meanwhile changes nothing about how long a job took or when it was sent.
package struct RunClock: Sendable {
    private let start: Int64
    private let stopwatch: Stopwatch

    /// - Parameters:
    ///   - wall: the time now, in milliseconds since 1970.
    ///   - clock: a steady one, that goes on while the machine sleeps.
    package init(wall: Int64, clock: some Clock<Duration>) {
        start = wall
        stopwatch = Stopwatch(clock)
    }

    /// Milliseconds since 1970.
    package var now: Int64 { start + DurationText.milliseconds(stopwatch.elapsed) }
}
