import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession
@testable import veo

/// Many notices of one kind become one, and few stay as they are.
@Suite struct NoticesTests {
    private static func job(_ number: Int, _ state: JobState = .queued) throws -> Job {
        var job = Job(
            number: number, run: 1, name: "cat-\(number)", state: state, model: "veo-3.1-fast",
            mode: .async, prompt: "", imageNames: [], requestHash: "",
            baseURL: try BaseURL(parsing: "https://gateway.example/v1"), isSimulated: false,
            price: Money(tenThousandths: 1_500), createdAt: 0)
        job.serverID = "video_\(number)"
        return job
    }

    /// What is told of these events, one each `step` milliseconds.
    private static func lines(
        _ events: [SessionEvent], step: Int64 = 1, _ notices: inout Notices, from start: Int64 = 0
    ) -> [String] {
        var lines: [String] = []
        for (index, event) in events.enumerated() {
            let now = start + Int64(index) * step
            lines += notices.due(at: now)
            guard let sentence = EventText.sentence(event, color: false),
                let (kind, jobs) = EventText.kind(event)
            else { continue }
            lines += notices.take(sentence, kind, jobs, at: now)
        }
        return lines
    }

    @Test func aFewAreToldAsTheyCome() throws {
        var notices = Notices()
        let events = try (1...Notices.burst).map {
            SessionEvent.changed(try Self.job($0), from: .submitting)
        }
        let lines = Self.lines(events, &notices)
        #expect(lines.count == Notices.burst)
        #expect(lines.first == "cat-1: queued as video_1")
        #expect(notices.flush().isEmpty)
    }

    @Test func theRestOfManyIsOne() throws {
        var notices = Notices()
        let events = try (1...60).map {
            SessionEvent.changed(try Self.job($0), from: .submitting)
        }
        #expect(Self.lines(events, &notices).count == Notices.burst)
        #expect(notices.due(at: 60).isEmpty)
        #expect(notices.due(at: 60 + Notices.quiet) == ["cat-13 to cat-60: queued, 48 jobs"])
        #expect(notices.due(at: 1_000_000).isEmpty && notices.flush().isEmpty)
    }

    /// A thousand jobs that come to their end one after the other: some lines an hour.
    @Test func aLongBatchIsAFewLines() throws {
        var notices = Notices()
        let events = try (1...1_000).map {
            SessionEvent.changed(try Self.job($0, .completed), from: .running)
        }
        let lines = Self.lines(events, step: 20_000, &notices)
        let told = lines + notices.flush()
        #expect(told.count < 720, "\(told.count)")
        let burst = Self.lines(events, step: 10, &notices, from: 100_000_000) + notices.flush()
        #expect(burst.count < 16, "\(burst.count)")
    }

    /// Each kind for itself; what two sentences have not in common stays apart.
    @Test func eachKindForItself() throws {
        var notices = Notices()
        var events: [SessionEvent] = []
        for number in 1...30 {
            var failed = try Self.job(number, .failed)
            failed.failure = JobFailure(
                kind: .refused, code: "quota", message: "no credit for \(failed.name)",
                advice: "top up")
            events.append(.changed(failed, from: .submitting))
            events.append(.submitted([try Self.job(number, .unsent)]))
            events.append(.warning("the same"))
            events.append(.warning("another \(number)"))
        }
        _ = Self.lines(events, &notices)
        #expect(
            notices.flush() == [
                "cat-13 to cat-30: failed, 18 jobs, the first: no credit for cat-13\n"
                    + " = help: top up",
                "cat-13 to cat-30: submitted, 18 jobs, $2.70 (veo-3.1-fast, async)",
                "warning: the same (18 times)",
            ])
    }

    /// One that was held alone is told as it would have been, after a while at the latest.
    @Test func oneThatWasHeldIsItself() throws {
        var notices = Notices()
        let events = try (1...(Notices.burst + 1)).map {
            SessionEvent.changed(try Self.job($0), from: .submitting)
        }
        _ = Self.lines(events, step: 0, &notices)
        #expect(notices.due(at: Notices.refill - 1).isEmpty)
        #expect(notices.due(at: Notices.refill) == ["cat-13: queued as video_13"])
    }

    /// A clock that is set back holds nothing back for ever.
    @Test func aClockThatIsSetBack() throws {
        var notices = Notices()
        let events = try (1...60).map {
            SessionEvent.changed(try Self.job($0), from: .submitting)
        }
        _ = Self.lines(events, step: 0, &notices, from: 1_000_000_000)
        #expect(notices.due(at: 5).isEmpty)
        #expect(notices.due(at: 5 + Notices.refill).count == 1)
    }

    private static let evenNumbers: [String] = (1...12).map { "n\($0 * 2)" }
    private static let numbered: [String] = (1...60).map { "cat-\($0)" }
    private static let alternating: [String] = (1...6).flatMap { ["a\($0)", "b\($0)"] }
    private static let largest: [String] = (796...807).map { "9223372036854775\($0)" }
    private static let names: [(names: [String], text: String)] = [
        (["cat"], "cat"), (["b", "a"], "b, a"), (numbered, "cat-1 to cat-60"),
        (numbered.reversed(), "cat-1 to cat-60"), (alternating, "a1 to a6, b1 to b6"),
        (evenNumbers, "n2, n4, n6, n8, n10, n12, n14, n16, n18, n20 and 2 more"),
        (Array(repeating: "x", count: 11), "x, x, x, x, x, x, x, x, x, x and 1 more"),
        (largest, "9223372036854775796 to 9223372036854775807"),
    ]

    @Test(arguments: names)
    func manyNames(names: [String], text: String) {
        #expect(JobNames.text(names) == text)
    }

    /// A log shows that a program waits: soon at first, and then now and then.
    @Test func silenceIsBroken() {
        var silence = Silence(since: 0)
        var told: [Int64] = []
        for now in stride(from: Int64(0), to: 3_600_000, by: 500) where silence.isOver(at: now) {
            told.append(now)
            silence.end(at: now)
        }
        #expect(told.first == 30_000)
        #expect(told.count == 14)
        #expect(zip(told, told.dropFirst()).allSatisfy { $1 - $0 <= Silence.longest })
    }
}
