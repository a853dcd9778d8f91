import Testing
import VeoLanguage

@testable import VeoSession

/// The schedule as a value, and what it costs in a replay over the durations that were recorded.
///
/// A fixed interval costs half the duration: mean delay of the news times requests. The tests
/// compare with that.
@Suite struct PollScheduleTests {
    /// A generator with a seed, so that each run of the tests sees the same jobs.
    private struct Chance: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    private struct Cost: CustomStringConvertible {
        var delay = 0.0
        var requests = 0.0
        var duration = 0.0
        var jobs = 0.0

        /// Against a fixed interval, which costs 1.
        var share: Double { (delay / jobs) * (requests / jobs) / (duration / jobs / 2) }

        var description: String {
            func tenth(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
            return "share \((share * 1_000).rounded() / 1_000), delay \(tenth(delay / jobs)) s, "
                + "requests \(tenth(requests / jobs)), duration \(tenth(duration / jobs)) s"
        }
    }

    /// Polls one job of this duration until its end is known.
    private static func replay(
        _ schedule: PollSchedule, duration: Duration, into cost: inout Cost
    ) {
        var elapsed = Duration.zero
        var isFirst = true
        while true {
            elapsed += schedule.delay(afterElapsed: elapsed, isFirst: isFirst)
            isFirst = false
            cost.requests += 1
            if elapsed >= duration { break }
        }
        cost.delay += (elapsed - duration) / .seconds(1)
        cost.duration += duration / .seconds(1)
        cost.jobs += 1
    }

    private static func seconds(_ range: ClosedRange<Double>, _ chance: inout Chance) -> Duration {
        .seconds(clamping: Double.random(in: range, using: &chance))
    }

    /// The mean over many histories of `known` jobs and what they cost the next jobs.
    private static func cost(
        known: Int, of past: ClosedRange<Double>, next: ClosedRange<Double>, histories: Int = 40
    ) -> Cost {
        var chance = Chance(state: 7)
        var cost = Cost()
        for _ in 0..<histories {
            let durations = (0..<known).map { _ in seconds(past, &chance) }
            let schedule = PollSchedule(interval: .auto, isLoopback: false, durations: durations)
            for _ in 0..<20 { replay(schedule, duration: seconds(next, &chance), into: &cost) }
        }
        return cost
    }

    /// All that was recorded, and what the two kinds of model took.
    static let recorded = [151.0...406, 151...300, 220...406]

    @Test(arguments: recorded)
    func afterFortyJobs(range: ClosedRange<Double>) {
        let cost = Self.cost(known: 40, of: range, next: range)
        #expect(cost.share <= 0.6, "\(cost)")
        #expect(cost.delay / cost.jobs <= 2.5, "\(cost)")
        #expect(cost.requests / cost.jobs <= 90, "\(cost)")
    }

    @Test(arguments: recorded)
    func withoutKnowledge(range: ClosedRange<Double>) {
        for known in [0, PollSchedule.leastKnown - 1] {
            let cost = Self.cost(known: known, of: range, next: range)
            #expect(cost.share <= 1.1, "\(cost)")
        }
    }

    /// Histories that say something quite different from what comes, for each kind of job.
    @Test(arguments: [1.0...2, 20...40, 60...150, 400...500, 900...1_500, 3_000...9_000])
    func misled(past: ClosedRange<Double>) {
        for next in Self.recorded + [151...181, 376...406] {
            for known in [5, 40] {
                let cost = Self.cost(known: known, of: past, next: next, histories: 20)
                #expect(cost.share <= 1.1, "\(past) then \(next): \(cost)")
            }
        }
    }

    /// One job that nobody asked for overnight does not spoil what the others say.
    @Test func anOutlierIsLeftOut() {
        let known = (0..<40).map { Duration.seconds(151 + $0 * 6) }
        let plain = PollSchedule(interval: .auto, isLoopback: false, durations: known)
        let odd = PollSchedule(
            interval: .auto, isLoopback: false, durations: known + [.seconds(36_000)])
        for second in stride(from: 0, to: 1_000, by: 7) {
            let (one, other) = (
                plain.delay(afterElapsed: .seconds(second)),
                odd.delay(afterElapsed: .seconds(second))
            )
            #expect(abs((one - other) / .seconds(1)) < 0.5)
        }
    }

    /// The rule that keeps a wrong expectation harmless.
    @Test func theIntervalNeverGrows() {
        for past in Self.recorded + [1...2, 900...1_500] {
            var chance = Chance(state: 3)
            let known = (0..<40).map { _ in Self.seconds(past, &chance) }
            let schedule = PollSchedule(interval: .auto, isLoopback: false, durations: known)
            var (elapsed, last) = (Duration.seconds(2), Duration.seconds(10))
            while elapsed < .seconds(1_500) {
                let delay = schedule.delay(afterElapsed: elapsed)
                // Just before the first of the known ends, one interval is cut to meet it.
                let meets = known.contains { abs(($0 - elapsed - delay) / .seconds(1)) < 20 }
                #expect(delay <= last || meets, "\(past) at \(elapsed)")
                #expect(delay >= PollSchedule.shortest)
                if delay < last, !meets { last = delay }
                elapsed += delay
            }
        }
    }

    @Test func theFirstPollIsEarly() {
        for durations in [[], Array(repeating: Duration.seconds(300), count: 40)] {
            let far = PollSchedule(interval: .auto, isLoopback: false, durations: durations)
            #expect(far.delay(afterElapsed: .zero, isFirst: true) == .seconds(2))
            #expect(
                far.delay(afterElapsed: .milliseconds(500), isFirst: true) == .milliseconds(1_500))
            let near = PollSchedule(interval: .auto, isLoopback: true, durations: durations)
            #expect(near.delay(afterElapsed: .zero, isFirst: true) == .milliseconds(100))
        }
    }

    @Test func theServersWishIsObeyed() {
        for interval in [PollInterval.auto, .every(.seconds(3))] {
            let schedule = PollSchedule(interval: interval, isLoopback: false)
            for isFirst in [true, false] {
                #expect(
                    schedule.delay(
                        afterElapsed: .zero, isFirst: isFirst, wish: .milliseconds(4_321))
                        == .milliseconds(4_321))
            }
        }
    }

    @Test(arguments: [1, 40, 100, 500])
    func manyJobsStayWithinTheMinute(jobs: Int) {
        for interval in [PollInterval.auto, .every(.milliseconds(1))] {
            let schedule = PollSchedule(interval: interval, isLoopback: false, jobs: jobs)
            for wish in [nil, Duration.zero] {
                let delay = schedule.delay(afterElapsed: .seconds(60), wish: wish)
                #expect(delay * 2_400 >= .seconds(60) * jobs)
            }
        }
    }

    @Test(arguments: [
        (PollInterval.every(.seconds(3)), false, 400, 3_000),
        (.every(.seconds(60)), true, 0, 60_000), (.auto, false, 60, 5_000),
        (.auto, false, 1_800, 10_000), (.auto, true, 0, 100), (.auto, true, 20, 2_000),
        (.auto, true, 400, 5_000),
    ])
    func delay(interval: PollInterval, isLoopback: Bool, seconds: Int, milliseconds: Int) {
        let schedule = PollSchedule(interval: interval, isLoopback: isLoopback)
        #expect(schedule.delay(afterElapsed: .seconds(seconds)) == .milliseconds(milliseconds))
    }

    /// The figures, for `Scripts/bench poll`.
    @Test func figures() {
        for range in Self.recorded {
            for known in [0, 5, 40] {
                let cost = Self.cost(known: known, of: range, next: range)
                #expect(cost.share < 1.1)
                print("poll: durations \(range) s, \(known) known: \(cost)")
            }
        }
    }
}
