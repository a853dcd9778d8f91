import Testing
import VeoClient
import VeoSimulator

@testable import VeoSession

/// Time within a run is steady, and time across runs is a clock on a wall that anybody may set.
@Suite struct ClockTests {
    @Test func aRunGoesOnFromWhereItBegan() async throws {
        let clock = PauselessClock()
        let time = RunClock(wall: 1_800_000_000_000, clock: clock)
        #expect(time.now == 1_800_000_000_000)
        try await clock.sleep(until: clock.now.advanced(by: .seconds(90)), tolerance: nil)
        #expect(time.now == 1_800_000_090_000)
    }

    @Test func spansOfOddTimes() {
        #expect(Timestamp.span(from: 5, to: 9) == 4)
        #expect(Timestamp.span(from: 9, to: 5) == 0, "the clock was set back")
        #expect(Timestamp.span(from: .min, to: .max) == 0)
        #expect(Timestamp.span(from: .max, to: .min) == 0)
        #expect(Timestamp.span(from: -1, to: .max) == 0)
    }

    /// A job that was sent by a clock that was ahead is asked for all the same, and what a damaged
    /// row says traps nobody.
    @Test(arguments: [Int64.max, .min, -1, 0, 4_102_444_800_000])
    func aJobOfAnOddTimeIsFollowed(sentAt: Int64) async throws {
        let clock = PauselessClock()
        try await Gateway.with { simulator in
            var test = TestSession()
            test.clock = clock
            try await test.run(on: simulator) { session in
                let job = try await session.submitted("cat")[0]
                await session.until { $0.job(number: job.number)?.serverID != nil }
                await session.setSentAt(sentAt, of: job.number)
                let ended = try await session.ended([job])[0]
                #expect(ended.state == .completed)
                #expect(ended.elapsed(at: clock.milliseconds()) ?? 0 >= 0)
                _ = JobsTable.text([ended], at: .max)
            }
        }
    }
}

extension Session {
    fileprivate func setSentAt(_ time: Int64, of number: Int) {
        guard let position = positions[number] else { return }
        jobs[position].sentAt = time
    }
}
