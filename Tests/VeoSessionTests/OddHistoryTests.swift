import FoundationEssentials
import GRDB
import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

/// Rows that no version of the program has written: another program, or a disk, may have put
/// anything into the file.
@Suite struct OddHistoryTests {
    /// A history whose second job was changed by another program.
    private static func with(
        _ change: String, _ body: (History) async throws -> Void
    ) async throws {
        try await HistoryTests.with { path in
            do {
                let history = try History(path: path)
                let run = try await history.beginRun(kind: .script("a.veo", path: "/a.veo"), at: 1)
                _ = try await history.add([
                    try HistoryTests.job(run, "cat"), try HistoryTests.job(run, "dog"),
                ])
                try await history.endRun(run, at: 2)
                try history.close()
            }
            let queue = try DatabaseQueue(path: path)
            try await queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
                try database.execute(sql: change)
            }
            try queue.close()
            try await body(try History(path: path))
        }
    }

    /// What says nothing about money is read as far as it makes sense.
    @Test(arguments: [
        "UPDATE job SET progress = 1e300", "UPDATE job SET progress = -1e308",
        "UPDATE job SET progress = 9e999", "UPDATE job SET created_at = -9223372036854775808",
        "UPDATE job SET sent_at = -9223372036854775808, ended_at = 9223372036854775807",
        "UPDATE job SET expires_at = 9223372036854775807, settled_at = -5, adopted_at = -1",
        "UPDATE job SET again_of = NULL, followed_by = NULL, progress = NULL, ended_at = NULL",
        "UPDATE job SET link = 'https://cdn.example:99999/v.mp4'", "UPDATE job SET link = '://'",
        "UPDATE job SET images = char(10) || char(10) || char(27)",
        "UPDATE job SET seconds = char(27) || '[2J', size = char(8238)",
        "UPDATE job SET prompt = CAST(x'ff41' AS TEXT), sha256 = CAST(x'c3' AS TEXT)",
        "UPDATE run SET started_at = -9223372036854775808, ended_at = NULL, pid = 4194305",
        "UPDATE run SET resumes = 1",
    ])
    func isReadLeniently(change: String) async throws {
        try await Self.with(change) { history in
            try await history.settleDeadRuns(at: 5)
            let jobs = try await history.recentJobs(limit: 10)
            #expect(jobs.count == 2)
            let open = try await history.openJobs(at: 9)
            for now in [Int64(0), 1_700_000_000_000, 253_402_300_799_999] {
                #expect(!JobsTable.text(jobs, at: now).contains("\u{1B}"))
                _ = OpenJobsTable.text(open, at: now)
                for job in jobs { _ = JobReport.text(job, at: now) }
            }
            for job in jobs { _ = JobRecord(job).line }
            let run = try await history.beginRun(
                kind: .script("a.veo", path: "/a.veo"), at: 6)
            _ = try await history.previousRun(of: "/a.veo", before: run)
            _ = try await history.durations(
                model: "veo-3.1-fast", baseURL: jobs[0].baseURL, limit: 10)
        }
    }

    /// What decides about money is not guessed: the row is named, and what is wrong with it.
    @Test(arguments: [
        (
            "UPDATE job SET price = 9223372036854775807 WHERE number = 2",
            "job 2 of the history is damaged: its price is 9223372036854775807"
        ),
        (
            "UPDATE job SET price = -1 WHERE number = 2",
            "job 2 of the history is damaged: its price is -1"
        ),
        (
            "UPDATE job SET base_url = 'gateway' WHERE number = 2",
            "job 2 of the history is damaged: its base_url is 'gateway'"
        ),
        (
            "UPDATE job SET name = '' WHERE number = 2",
            "job 2 of the history is damaged: its name is ''"
        ),
        (
            "UPDATE job SET server_id = 'a' || char(10) || 'b' WHERE number = 2",
            "job 2 of the history is damaged: its server_id is 'a\\u{A}b'"
        ),
    ])
    func isDamaged(change: String, message: String) async throws {
        try await Self.with(change) { history in
            let failure = await failure { try await history.recentJobs(limit: 10) }
            #expect(failure?.message == message)
            #expect(failure?.exitCode == .machine)
            #expect(await Self.resumeFailure(history)?.message == message, "and a resume stops")
        }
    }

    private static func resumeFailure(_ history: History) async -> RunFailure? {
        await failure {
            let run = try await history.beginRun(kind: .script("a.veo", path: "/a.veo"), at: 6)
            _ = try await history.previousRun(of: "/a.veo", before: run)
        }
    }

    /// What breaks a rule of the schema is found when the file is opened, or when it is read.
    @Test func anUnknownStateIsDamage() async throws {
        let failure = await failure {
            try await Self.with("UPDATE job SET state = 'flying' WHERE number = 2") { history in
                _ = try await history.recentJobs(limit: 10)
            }
        }
        #expect(failure?.message.contains("is damaged") == true)
        #expect(failure?.exitCode == .machine)
    }

    /// No number stands for a process that lives for ever.
    @Test(arguments: [-1, 0, 1, 1_099_511_627_776, Int64.min, Int64.max], [Int64(-1), 0, .max])
    func noProcessLivesForEver(pid: Int64, start: Int64) async throws {
        try await Self.with(
            "UPDATE run SET ended_at = NULL, pid = \(pid), process_start = \(start)"
        ) { history in
            try await history.settleDeadRuns(at: 5)
            #expect(try await history.unfinishedRuns().isEmpty)
        }
    }

    /// Whatever stands in a row, it is read or refused, and can be shown.
    @Test func anyValuesInAnyColumn() async throws {
        let queue = try DatabaseQueue()
        let columns = ["number"] + JobRow.columns
        try await queue.write { database in
            // Without types, as a file that was made by hand.
            try database.execute(sql: "CREATE TABLE job (\(columns.joined(separator: ", ")))")
        }
        var random = SeededNumbers(seed: 11)
        var (good, refused) = (0, 0)
        let sample = try JobRow.values(.sample()).map { $0?.databaseValue ?? .null }
        for _ in 0..<3_000 {
            var values = [DatabaseValue](arrayLiteral: 7.databaseValue) + sample
            for _ in 0..<(1 + random.next(4)) {
                values[random.next(values.count)] = Self.odd[random.next(Self.odd.count)]
            }
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            let (all, sql) = (values, "INSERT INTO job VALUES (\(marks))")
            let job = try await queue.write { database in
                try database.execute(sql: "DELETE FROM job")
                try database.execute(sql: sql, arguments: StatementArguments(all))
                let row = try #require(try Row.fetchOne(database, sql: "SELECT * FROM job"))
                return try? JobRow.job(row)
            }
            guard let job else {
                refused += 1
                continue
            }
            good += 1
            let text = JobsTable.text([job], at: 1) + JobReport.text(job, at: 1)
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            _ = (JobRecord(job).line, job.cost + job.cost, job.elapsed(at: .max / 2))
        }
        #expect(good > 300 && refused > 300)
    }

    private static let odd: [DatabaseValue] = [
        .null, Int64.min.databaseValue, Int64.max.databaseValue, (-1).databaseValue,
        0.databaseValue, 1e300.databaseValue, (-Double.infinity).databaseValue,
        0.5.databaseValue, "".databaseValue, "\u{1B}]0;x\u{7}".databaseValue,
        "\u{202E}a\nb".databaseValue, "https://h:99999/v1".databaseValue,
        "completed".databaseValue, "sync".databaseValue,
        String(repeating: "é", count: 5_000).databaseValue,
        Data([0xFF, 0]).databaseValue,
    ]
}

/// A linear congruential generator: the same numbers at each run.
private struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
