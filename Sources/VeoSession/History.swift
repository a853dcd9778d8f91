import GRDB
import Glibc
import VeoClient

/// The history of runs and jobs: an SQLite database that more than one program may have open.
/// It is written before anything is sent and before anything is shown.
package struct History: Sendable {
    private let database: any DatabaseWriter
    /// `nil` when it is kept in memory.
    private let path: String?

    /// How long one process waits for another's write to end.
    private static let busyTimeout = 10.0

    /// Opens or makes the history at `path`; `nil` keeps it in memory for this process alone.
    package init(path: String?) throws(RunFailure) {
        self.path = path
        do {
            guard let path else {
                database = try DatabaseQueue(configuration: Self.configuration)
                try HistorySchema.migrator.migrate(database)
                return
            }
            // Two programs that start at once must not both make the tables.
            database = try PrivateFile.prepared(path) {
                let pool = try Self.open(path)
                try HistorySchema.migrator.migrate(pool)
                return pool
            }
        } catch let failure as RunFailure {
            throw failure
        } catch {
            throw Self.failure(error, path: path)
        }
    }

    /// A copy in memory of the history at `path`, for a run that must not change it. Where there
    /// is none, the copy is empty.
    package init(copying path: String?) throws(RunFailure) {
        self.path = nil
        do {
            let copy = try DatabaseQueue(configuration: Self.configuration)
            if let path, access(path, F_OK) == 0 {
                var configuration = Self.configuration
                configuration.readonly = true
                let original = try DatabaseQueue(path: path, configuration: configuration)
                try original.backup(to: copy)
                try original.close()
            }
            try HistorySchema.migrator.migrate(copy)
            database = copy
        } catch {
            throw Self.failure(error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        return configuration
    }

    private static func open(_ path: String) throws -> DatabasePool {
        let pool = try DatabasePool(path: path, configuration: configuration)
        // A bill must survive a power cut: in WAL mode only FULL syncs each commit. Said after the
        // pool is open, which begins with NORMAL whatever its configuration says.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let known = HistorySchema.migrator
        if try pool.read(known.hasBeenSuperseded) {
            throw RunFailure(
                "the history \(path) was written by a newer version of veo",
                help: ["use that version, or `--history FILE` to keep another history"],
                exitCode: .machine)
        }
        return pool
    }

    // MARK: Runs

    func beginRun(kind: RunKind, at now: Int64) async throws(RunFailure) -> Int {
        let process = ProcessIdentity.current
        return try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (kind, script, script_path, pid, process_start, started_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    kind.name, kind.script, kind.path, process.pid, process.start, now,
                ])
            return Int(database.lastInsertedRowID)
        }
    }

    /// Ends a run and settles what it left behind, as ``settleDeadRuns(at:)`` would.
    func endRun(
        _ run: Int, reachedEnd: Bool = false, at now: Int64
    ) async throws(RunFailure) {
        try await write { database in
            try database.execute(
                sql: "UPDATE run SET reached_end = ? WHERE number = ?",
                arguments: [reachedEnd, run])
            try HistorySettlement.settle(run, in: database, at: now)
            try Self.markEnded(run, in: database, at: now)
        }
    }

    private static func markEnded(_ run: Int, in database: Database, at now: Int64) throws {
        try database.execute(
            sql: "UPDATE run SET ended_at = ? WHERE number = ?", arguments: [now, run])
    }

    /// Settles what runs left behind whose process has died: what never left costs nothing, a
    /// request that was under way or held a connection is `unknown`, and a polled job goes on.
    func settleDeadRuns(at now: Int64) async throws(RunFailure) {
        try await write { database in
            let open = try Row.fetchAll(
                database,
                sql: "SELECT number, pid, process_start FROM run WHERE ended_at IS NULL")
            for row in open {
                let process = ProcessIdentity(pid: row["pid"], start: row["process_start"])
                guard !process.isAlive else { continue }
                let run: Int = row["number"]
                try HistorySettlement.settle(run, in: database, at: now)
                try Self.markEnded(run, in: database, at: now)
            }
        }
    }

    // MARK: Jobs

    /// Adds jobs in one transaction, all or none, and gives them their numbers; a job without a
    /// name is called `job-` and its number.
    func add(_ jobs: [Job]) async throws(RunFailure) -> [Job] {
        try await write { database in
            let statement = try database.makeStatement(sql: JobRow.insertion)
            return try jobs.map { job in
                var stored = job
                if stored.name.isEmpty { stored.name = "job-\(try Self.nextNumber(database))" }
                try statement.execute(arguments: StatementArguments(JobRow.values(stored)))
                stored.number = Int(database.lastInsertedRowID)
                return stored
            }
        }
    }

    /// Writes jobs as they are now, in one transaction.
    func update(
        _ jobs: [Job], isolation: isolated (any Actor)? = #isolation
    ) async throws(RunFailure) {
        try await write { database in
            let statement = try database.cachedStatement(sql: JobRow.update)
            for job in jobs {
                let values = JobRow.values(job) + [job.number]
                try statement.execute(arguments: StatementArguments(values))
            }
        }
    }

    package func job(number: Int) async throws(RunFailure) -> Job? {
        try await jobs(where: "number = ?", [number]).first
    }

    func job(serverID: String) async throws(RunFailure) -> Job? {
        try await jobs(where: "server_id = ? ORDER BY number DESC LIMIT 1", [serverID]).first
    }

    /// Jobs of ended runs that still run on a server and can be followed again.
    func openJobs() async throws(RunFailure) -> [Job] {
        try await jobs(
            where: """
                mode = 'async' AND simulated = 0 AND state IN ('queued', 'running')
                AND server_id IS NOT NULL
                AND run IN (SELECT number FROM run WHERE ended_at IS NOT NULL)
                ORDER BY number
                """, [])
    }

    /// How long the newest completed jobs of a model took at a gateway, from the sending to the
    /// news of their end.
    func durations(
        model: String, baseURL: BaseURL, limit: Int
    ) async throws(RunFailure) -> [Duration] {
        try await read { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT ended_at - sent_at FROM job
                    WHERE number > (SELECT max(number) FROM job) - ? AND state = 'completed'
                    AND mode = 'async' AND model = ? AND base_url = ? AND ended_at > sent_at
                    ORDER BY number DESC LIMIT ?
                    """,
                arguments: [Self.durationsWithin, model, baseURL.description, limit]
            ).map { .milliseconds($0) }
        }
    }

    /// How many of the newest jobs are searched for durations.
    private static let durationsWithin = 5_000

    /// The newest jobs, oldest first.
    package func recentJobs(limit: Int) async throws(RunFailure) -> [Job] {
        try await jobs(where: "1 ORDER BY number DESC LIMIT ?", [limit]).reversed()
    }

    /// The number that the next job will get: an unnamed job is called after it. Asked for in the
    /// transaction that adds the job, so that no other process can take it in between.
    private static func nextNumber(_ database: Database) throws -> Int {
        let last = try Int.fetchOne(
            database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'job'")
        return (last ?? 0) + 1
    }

    private func jobs(
        where condition: String, _ arguments: StatementArguments
    ) async throws(RunFailure) -> [Job] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM job WHERE \(condition)", arguments: arguments
            ).compactMap(JobRow.job)
        }
    }

    // MARK: Access

    /// Writes in one transaction. Cancelling the task does not stop it: what was paid for is
    /// written down also while the program ends. Writes of one actor keep their order.
    func write<T: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ updates: @Sendable @escaping (Database) throws -> T
    ) async throws(RunFailure) -> T {
        let result = await withCheckedContinuation { continuation in
            database.asyncWrite(updates) { _, result in continuation.resume(returning: result) }
        }
        do { return try result.get() } catch { throw Self.failure(error, path: path) }
    }

    func read<T: Sendable>(
        _ value: @Sendable @escaping (Database) throws -> T
    ) async throws(RunFailure) -> T {
        do { return try await database.read(value) } catch {
            throw Self.failure(error, path: path)
        }
    }

    /// Ends every use of the file.
    func close() throws(RunFailure) {
        do { try database.close() } catch { throw Self.failure(error, path: path) }
    }

    private static func failure(_ error: any Error, path: String?) -> RunFailure {
        let reason = (error as? DatabaseError)?.message ?? "\(error)"
        return RunFailure(
            "the history \(path ?? "in memory") cannot be used: \(reason)",
            help: ["`--history FILE` keeps another history, `--history none` keeps none"],
            exitCode: .machine)
    }
}
