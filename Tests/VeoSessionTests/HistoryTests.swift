import GRDB
import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

@Suite struct HistoryTests {
    /// A history in a file, and that file.
    static func with(_ body: (String) async throws -> Void) async throws {
        try await TemporaryFolder.with { try await body($0 + "/state/veo/history.sqlite") }
    }

    static func job(_ run: Int, _ name: String, _ change: (inout Job) -> Void = { _ in }) throws
        -> Job
    {
        try .sample { job in
            job.number = 0
            job.run = run
            job.name = name
            change(&job)
        }
    }

    @Test func aJobComesBackAsItWas() async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .script("a.veo", path: nil), at: 1)
        let full = try Self.job(run, "猫") { job in
            job.imageNames = ["a b.jpg", "https://images.example/x.png"]
            job.serverID = "video_1"
            job.progress = 42.5
            job.links = ["https://cdn.example/v.mp4?sig=1", "https://cdn2.example/v.mp4"]
                .compactMap { VideoLink($0, relativeTo: job.baseURL) }
            job.seconds = "4"
            job.size = "720x1280"
            job.file = "out/猫.mp4"
            job.byteCount = 49_447
            job.sha256 = "aa"
        }
        let failed = try Self.job(run, "dog") { job in
            job.state = .failed
            job.failure = JobFailure(kind: .generation, code: "c", message: "m", advice: "a")
            job.price = nil
        }
        let added = try await history.add([full, failed])
        #expect(added.map(\.number) == [1, 2])
        for job in added {
            #expect(try await history.job(number: job.number) == job)
        }
        #expect(try await history.jobs(serverID: "video_1").map(\.number) == [1])
        #expect(try await history.job(number: 3) == nil)
    }

    @Test func aJobWithoutANameIsCalledByItsNumber() async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .shell, at: 1)
        let added = try await history.add([try Self.job(run, "cat"), try Self.job(run, "")])
        #expect(added.map(\.name) == ["cat", "job-2"])
    }

    @Test func addingIsAllOrNothing() async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .shell, at: 1)
        let twice = [try Self.job(run, "cat"), try Self.job(run, "cat")]
        let failure = await failure { try await history.add(twice) }
        #expect(failure?.exitCode == .machine)
        #expect(try await history.recentJobs(limit: 10).isEmpty)
    }

    @Test func changesAreKept() async throws {
        try await Self.with { path in
            let history = try History(path: path)
            let run = try await history.beginRun(kind: .shell, at: 1)
            var job = try await history.add([try Self.job(run, "cat") { $0.state = .queued }])[0]
            job.state = .unknown
            job.failure = JobFailure(kind: .outcome, code: "c", message: "m")
            let changed = job
            let written = try await history.change(job.number) { $0 = changed }.job
            #expect(written == job)
            try history.close()
            #expect(try await History(path: path).job(number: job.number) == job)
        }
    }

    /// What was paid for is written down also while the program is being ended.
    @Test func aCancelledTaskStillWrites() async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .shell, at: 1)
        let job = try Self.job(run, "cat")
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { _ = try? await history.add([job]) }
        }
        #expect(try await history.recentJobs(limit: 10).count == 1)
    }

    /// What is paid for must be on the disk when the write returns, also after a power cut.
    @Test func eachCommitIsSynced() async throws {
        try await Self.with { path in
            let history = try History(path: path)
            // 2 is FULL (sqlite.org, PRAGMA synchronous).
            let synchronous = try await history.write { database in
                try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
            #expect(synchronous == 2)
        }
    }

    @Test func theNewestJobsOldestFirst() async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .shell, at: 1)
        _ = try await history.add((1...5).map { try Self.job(run, "cat-\($0)") })
        #expect(try await history.recentJobs(limit: 2).map(\.name) == ["cat-4", "cat-5"])
    }

    // MARK: Ended and dead runs

    struct Settled: Sendable {
        let state: JobState
        var mode = Mode.async
        var isSimulated = false
        let expected: JobState
    }

    static let settlement = [
        Settled(state: .unsent, expected: .failed),
        Settled(state: .submitting, expected: .unknown),
        Settled(state: .submitting, mode: .sync, expected: .unknown),
        Settled(state: .queued, expected: .queued),
        Settled(state: .running, expected: .running),
        Settled(state: .queued, mode: .sync, expected: .unknown),
        Settled(state: .running, mode: .sync, expected: .unknown),
        Settled(state: .running, isSimulated: true, expected: .unknown),
        Settled(state: .completed, expected: .completed),
    ]

    @Test(arguments: settlement)
    func theEndOfARunSettlesItsJobs(row: Settled) async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .shell, at: 1)
        let job = try await history.add([
            try Self.job(run, "cat") { job in
                job.state = row.state
                job.mode = row.mode
                job.isSimulated = row.isSimulated
                job.serverID = "v"
                if row.state == .unsent { job.sentAt = nil }
            }
        ])[0]
        try await history.endRun(run, at: 9)
        let settled = try #require(await history.job(number: job.number))
        #expect(settled.state == row.expected)
        #expect(settled.cost == (row.expected == .failed ? .zero : job.price))
        let isOpen = row.expected != .failed && !row.isSimulated
        let open = try await history.openJobs(at: job.endedAt ?? 9)
        #expect(open.map(\.job.number) == (isOpen ? [job.number] : []))
    }

    /// Two rows stand for other processes: one has died, this one lives.
    @Test func onlyDeadRunsAreSettled() async throws {
        try await Self.with { path in
            let history = try History(path: path)
            let dead = try await history.beginRun(kind: .shell, at: 1)
            let alive = try await history.beginRun(kind: .shell, at: 1)
            for run in [dead, alive] {
                _ = try await history.add([try Self.job(run, "cat") { $0.state = .submitting }])
            }
            try await DatabaseQueue(path: path).write { database in
                // No process has this id: it is above the limit of the kernel.
                try database.execute(
                    sql: "UPDATE run SET pid = 4194305 WHERE number = ?", arguments: [dead])
            }
            try await history.settleDeadRuns(at: 5)
            #expect(try await history.job(number: 1)?.state == .unknown)
            #expect(try await history.job(number: 1)?.endedAt == 5)
            #expect(try await history.job(number: 2)?.state == .submitting)
        }
    }

    @Test func aProcessIdThatIsUsedAgainIsAnotherProcess() {
        let this = ProcessIdentity.current
        #expect(this.isAlive)
        #expect(!ProcessIdentity(pid: this.pid, start: this.start + 1).isAlive)
    }

    // MARK: Files

    @Test func onlyTheOwnerMayRead() async throws {
        try await Self.with { path in
            let history = try History(path: path)
            _ = try await history.beginRun(kind: .shell, at: 1)
            for ending in ["", "-wal", "-shm"] {
                #expect(try TestFile.mode(path + ending) == 0o600, "\(ending)")
            }
            let folder = path.replacing("/history.sqlite", with: "")
            #expect(try TestFile.mode(folder) == 0o700)
        }
    }

    @Test func aNewerHistoryIsLeftAlone() async throws {
        try await Self.with { path in
            try History(path: path).close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { database in
                try database.execute(
                    sql: "INSERT INTO grdb_migrations VALUES ('2: something of tomorrow')")
            }
            let failure = await failure { try History(path: path) }
            #expect(failure?.message == "the history \(path) was written by a newer version of veo")
            #expect(failure?.exitCode == .machine)
            let names = try await queue.read {
                try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations")
            }
            #expect(names.count == HistorySchema.migrator.migrations.count + 1)
        }
    }

    @Test func aFileThatIsNoHistoryIsLeftAlone() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/notes.txt"
            let text = String(repeating: "my notes\n", count: 200)
            try TestFile.write(text, to: path)
            let failure = await failure { try History(path: path) }
            #expect(failure?.exitCode == .machine)
            #expect(
                failure?.message == "\(path) is no history of veo: it is no database at all")
            #expect(failure?.help.contains { $0.contains("--history none") } == true)
            #expect(try TestFile.text(path) == text)
        }
    }

    @Test func anEmptyFileBecomesAHistory() async throws {
        try await TemporaryFolder.with { folder in
            try TestFile.write("", to: folder + "/new")
            #expect(try await History(path: folder + "/new").recentJobs(limit: 1).isEmpty)
        }
    }

    @Test func aFolderIsNoHistory() async throws {
        try await TemporaryFolder.with { folder in
            let failure = await failure { try History(path: folder) }
            #expect(failure?.message == "\(folder) is no plain file")
            #expect(failure?.exitCode == .machine)
        }
    }

    @Test func aFolderThatCannotBeMade() async throws {
        try await TemporaryFolder.with { folder in
            try TestFile.write("", to: folder + "/file")
            let failure = await failure { try History(path: folder + "/file/history") }
            #expect(failure?.exitCode == .machine)
        }
    }

    // MARK: Two programs

    @Test(.timeLimit(.minutes(5))) func twoMayOpenANewHistoryAtOnce() async throws {
        try await Self.with { path in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...8 {
                    group.addTask {
                        try await History(path: path).beginRun(kind: .shell, at: 1)
                    }
                }
                let runs = try await group.reduce(into: []) { $0.append($1) }
                #expect(runs.sorted() == Array(1...8))
            }
        }
    }

    @Test(.timeLimit(.minutes(5))) func twoWriteAtOnceAndNothingIsLost() async throws {
        try await Self.with { path in
            let histories = [try History(path: path), try History(path: path)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for history in histories {
                    let run = try await history.beginRun(kind: .shell, at: 1)
                    for _ in 1...20 {
                        group.addTask {
                            let job = try await history.add([try Self.job(run, "")])[0]
                            _ = try await history.change(job.number) { job in
                                job.progress = Double(job.number)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let jobs = try await histories[0].recentJobs(limit: 100)
            #expect(jobs.count == 40)
            #expect(jobs.allSatisfy { $0.progress == Double($0.number) })
            #expect(jobs.allSatisfy { $0.name == "job-\($0.number)" })
        }
    }
}
