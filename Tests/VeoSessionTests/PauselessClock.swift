import Synchronization
import VeoClient

/// A clock whose pauses pass at once and move its time, while deadlines never come.
final class PauselessClock: Clock {
    struct Instant: InstantProtocol {
        var offset = Duration.zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    /// Longer than any pause.
    private static let never = Duration.seconds(1_000_000)
    private let time = Mutex(Instant())

    var now: Instant { time.withLock { $0 } }
    var minimumResolution: Duration { .zero }

    /// Its time as a session takes it: milliseconds since some year.
    var milliseconds: @Sendable () -> Int64 {
        {
            1_800_000_000_000
                + (Int64(exactly: (self.now.offset / .milliseconds(1)).rounded(.down)) ?? 0)
        }
    }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        // A quarter of an idle deadline at least, or the end of a `wait`, which the test ends.
        guard now.duration(to: deadline) < .seconds(1_000) else {
            return try await ContinuousClock().sleep(for: .seconds(86_400))
        }
        time.withLock { $0 = max($0, deadline) }
        await Task.yield()
    }

    static let deadlines: Deadlines = {
        var deadlines = Deadlines()
        (deadlines.head, deadlines.statusHead, deadlines.createHead) = (never, never, never)
        (deadlines.chatHead, deadlines.idleBody, deadlines.chatIdle) = (never, never, never)
        (deadlines.whole, deadlines.statusWhole) = (never, never)
        (deadlines.chatWhole, deadlines.downloadWhole) = (never, never)
        return deadlines
    }()
}
