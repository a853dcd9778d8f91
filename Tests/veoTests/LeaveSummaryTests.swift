import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession
@testable import veo

/// What is said when the shell is left, without a terminal.
@Suite struct LeaveSummaryTests {
    private static func job(
        _ name: String, _ state: JobState, mode: Mode = .async, isSimulated: Bool = false
    ) throws -> Job {
        var job = Job(
            number: Int(name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }), run: 1, name: name,
            state: state, model: "veo-3.1-fast", mode: mode, prompt: "a", imageNames: [],
            requestHash: "h", baseURL: .standard, isSimulated: isSimulated,
            price: Money(tenThousandths: 1_500), createdAt: 0)
        if ![.unsent, .submitting].contains(state) { job.serverID = "video_\(name)" }
        return job
    }

    private static func summary(_ jobs: [Job], isRecorded: Bool = true) -> LeaveSummary {
        let lost = jobs.filter { job in
            [.unsent, .submitting].contains(job.state)
                || job.mode == .sync && !job.state.isFinal
        }
        return LeaveSummary(jobs, lost: lost, isRecorded: isRecorded)
    }

    @Test func nothingToSay() throws {
        let summary = Self.summary([try Self.job("cat", .failed), try Self.job("dog", .unknown)])
        #expect(summary.notes.isEmpty && summary.question == nil)
    }

    @Test func whatGoesOnAndWhatIsNotHere() throws {
        let one = Self.summary([try Self.job("cat", .running), try Self.job("dog", .completed)])
        #expect(
            one.notes == [
                "cat goes on at the gateway ($0.15); start veo again to follow it",
                "dog is not saved: `save @open` in the next session fetches it",
            ])
        #expect(one.question == nil)
        let many = Self.summary(try (1...5).map { try Self.job("cat-\($0)", .queued) })
        #expect(
            many.notes == ["5 jobs go on at the gateway ($0.75); start veo again to follow them"])
    }

    /// Without a history only the id leads back.
    @Test func whatNobodyWouldKnow() throws {
        let jobs = [try Self.job("cat", .running), try Self.job("dog", .completed)]
        #expect(
            Self.summary(jobs, isRecorded: false).notes == [
                "cat goes on, and nothing is recorded: `adopt video_cat` in veo takes it up",
                "dog is not saved, and nothing is recorded: `adopt video_dog` in veo takes it up",
            ])
    }

    @Test func whatIsSimulatedCostsNothing() throws {
        let jobs = [try Self.job("cat", .running, isSimulated: true)]
        #expect(
            Self.summary(jobs).notes == ["cat ends with this program; nothing was paid"])
    }

    @Test func whatWouldBeLostIsAskedAbout() throws {
        let jobs = [
            try Self.job("cat", .unsent), try Self.job("dog", .running, mode: .sync),
            try Self.job("fox", .submitting),
        ]
        #expect(
            Self.summary(jobs).question
                == "cat is not sent yet and will be dropped; "
                + "dog will be lost, and is billed all the same; "
                + "fox: the answer is awaited for a few seconds. Quit?")
    }
}
