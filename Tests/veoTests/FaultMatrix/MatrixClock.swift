import Synchronization
import VeoClient
import VeoSimulator

/// A clock on which pauses pass at once, and deadlines only when the simulator has done what they
/// are there for. What it shows at the end is how long a user would have waited.
final class MatrixClock: Clock {
    struct Instant: InstantProtocol {
        var offset = Duration.zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    /// A kind of deadline.
    enum Deadline: Sendable {
        /// Until the first line of an answer.
        case head
        /// Within a body.
        case idle
        /// The whole exchange.
        case whole

        /// What tells a deadline of this kind from a pause: so many nanoseconds more than it says.
        var mark: Duration {
            switch self {
            case .head: .nanoseconds(1)
            case .idle: .nanoseconds(2)
            case .whole: .nanoseconds(3)
            }
        }

        /// A silent body is looked at so often before its deadline strikes.
        var sleeps: Int { self == .idle ? 4 : 1 }
    }

    private struct State {
        var now = Instant()
        var passed = 0
    }

    private let state = Mutex(State())
    private let striking: Deadline?
    /// What the simulator has done so far.
    private let faults: @Sendable () async -> Faults

    struct Faults: Sendable {
        /// How many it has applied.
        var count: Int
        /// Whether its last answer was one.
        var isLast: Bool
    }

    init(striking: Deadline?, faults: @escaping @Sendable () async -> Faults) {
        self.striking = striking
        self.faults = faults
    }

    var now: Instant { state.withLock(\.now) }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let duration = now.duration(to: deadline)
        let (seconds, attoseconds) = duration.components
        let mark = Duration(
            secondsComponent: 0, attosecondsComponent: attoseconds % 1_000_000_000_000)
        // The longest pause is the wish of a server; a `wait` ends later.
        if mark == .zero, seconds <= 200 { return pass(to: deadline) }
        if let striking, striking.mark == mark {
            while await !mayStrike(striking) {
                try Task.checkCancellation()
                await Task.yield()
            }
            state.withLock { $0.passed += 1 }
            return pass(to: deadline)
        }
        // No other deadline strikes.
        try await ContinuousClock().sleep(for: .seconds(86_400))
    }

    /// A silent body is looked at several times, and may still stir; all others strike once a fault.
    private func mayStrike(_ deadline: Deadline) async -> Bool {
        let faults = await faults()
        guard faults.isLast else { return false }
        return deadline == .idle || faults.count > state.withLock(\.passed)
    }

    private func pass(to instant: Instant) {
        state.withLock { $0.now = max($0.now, instant) }
    }

    /// What tells a pause that only an answer ends: it never passes.
    static let silence = Duration.nanoseconds(4)

    /// The deadlines of the program with their marks.
    static let deadlines: Deadlines = {
        var deadlines = Deadlines.standard
        for head in [
            \Deadlines.head, \Deadlines.statusHead, \Deadlines.createHead, \Deadlines.chatHead,
        ] { deadlines[keyPath: head] += Deadline.head.mark }
        for idle in [\Deadlines.idleBody, \Deadlines.chatIdle] {
            deadlines[keyPath: idle] += Deadline.idle.mark * Deadline.idle.sleeps
        }
        for whole in [
            \Deadlines.whole, \Deadlines.statusWhole, \Deadlines.chatWhole,
            \Deadlines.downloadWhole,
        ] { deadlines[keyPath: whole] += Deadline.whole.mark }
        return deadlines
    }()
}
