import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession
@testable import veo

@Suite struct WaitBoardTests {
    /// A job that runs since the first second, at a third of its way.
    private static func job(_ name: String, _ number: Int = 1) throws -> Job {
        var job = Job(
            number: number, run: 1, name: name, state: .running, model: "veo-3.1-fast",
            mode: .async, prompt: "", imageNames: [], requestHash: "",
            baseURL: try BaseURL(parsing: "https://gateway.example/v1"), isSimulated: false,
            createdAt: 0)
        job.sentAt = 1_000
        job.progress = 33
        return job
    }

    @Test(arguments: [
        (80, "  cat  running     ██████░░░░░░░░░░░░░░   33%  3:12"),
        // Where there is little room the bar becomes short, and then goes.
        (50, "  cat  running     ████░░░░░░░░░░░   33%  3:12"),
        (40, "  cat  running      33%  3:12"),
        (20, "  cat  running     "),
    ])
    func aRowFitsTheWindow(columns: Int, expected: String) throws {
        let rows = WaitBoard.rows(
            [try Self.job("cat")], at: 193_000, columns: columns, limit: 10)
        #expect(rows == [expected])
    }

    @Test func aLongNameIsCutAndLeavesTheTime() throws {
        let name = String(repeating: "猫", count: 40)
        let rows = WaitBoard.rows([try Self.job(name)], at: 193_000, columns: 60, limit: 10)
        #expect(rows == ["  \(String(repeating: "猫", count: 15))  running      33%  3:12"])
    }

    @Test func whatDoesNotFitIsCounted() throws {
        let jobs = try (1...30).map { number in
            var job = try Self.job("job-\(number)", number)
            if number < 28 { job.state = .unsent }
            return job
        }
        let rows = WaitBoard.rows(
            jobs, ended: [.completed: 1_000, .failed: 2], at: 193_000, columns: 80, limit: 4)
        #expect(rows.count == 4)
        #expect(rows.first == "  1032 jobs: 1000 completed, 2 failed, 3 running, 27 unsent")
        // Those that move, and not those that were submitted first.
        #expect(rows.dropFirst().allSatisfy { $0.contains(#/ running /#) })
    }

    @Test func theRestOfTheTimeIsToldWhereItIsKnown() throws {
        var job = try Self.job("cat")
        job.usualDuration = .seconds(300)
        let rows = WaitBoard.rows([job], at: 193_000, columns: 80, limit: 10)
        #expect(rows == ["  cat  running     ██████░░░░░░░░░░░░░░   33%  3:12  ~2m left"])
        #expect(StatusLine.text([job], at: 193_000) == "1 running · cat 3:12 · ~2m left")
        // One that takes longer than usual may take any time.
        #expect(StatusLine.text([job], at: 302_000) == "1 running · cat 5:01")
        // So do jobs that nothing is known about.
        #expect(
            StatusLine.text([job, try Self.job("dog", 2)], at: 193_000)
                == "2 running · cat 3:12")
    }

    /// A window that became narrower has wrapped the rows; what was drawn before a stop is left.
    @Test func theRowsOnTheScreenAreCounted() {
        let rows = [String(repeating: "x", count: 79), "猫猫"]
        let drawn = WaitBoard.Drawn(rows: rows, resumptions: 1)
        #expect(drawn.screenRows(columns: 80, resumptions: 1) == 2)
        #expect(drawn.screenRows(columns: 40, resumptions: 1) == 3)
        #expect(drawn.screenRows(columns: 3, resumptions: 1) == 27 + 2)
        #expect(drawn.screenRows(columns: 80, resumptions: 2) == 0)
        #expect(WaitBoard.Drawn().screenRows(columns: 80, resumptions: 0) == 0)
    }
}
