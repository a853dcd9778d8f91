import GRDB
import Glibc
import VeoClient

/// The history of runs and jobs: an SQLite database that more than one program may have open.
/// It is written before anything is sent and before anything is shown.
package struct History: Sendable {
    let database: any DatabaseWriter
    private let writer: HistoryWriter
    /// `nil` when it is kept in memory.
    let path: String?
    /// By which the runs of other containers are known; `nil` where there are none.
    let locks: RunLocks?

    /// Opens or makes the history at `path`; `nil` keeps it in memory for this process alone.
    package init(path: String?) throws(RunFailure) {
        self.path = path
        do {
            if let path {
                database = try HistoryFile.open(path)
            } else {
                database = try HistoryFile.copy(nil)
            }
        } catch {
            throw HistoryFailure.of(error, path: path)
        }
        locks = path.flatMap { RunLocks($0) }
        writer = HistoryWriter(database)
    }

    /// A copy in memory of the history at `path`, for a run that must not change it. Where there
    /// is none, the copy is empty.
    package init(copying path: String?) throws(RunFailure) {
        self.path = nil
        do { database = try HistoryFile.copy(path) } catch {
            throw HistoryFailure.of(error, path: path)
        }
        locks = path.flatMap { RunLocks($0, isReadOnly: true) }
        writer = HistoryWriter(database)
    }

    /// The history at `path` to look at: itself where it can be written, so that what dead runs left
    /// is settled for all; else a copy in memory.
    package init(reading path: String) throws(RunFailure) {
        if PrivateFile.isWritable(path) {
            try self.init(path: path)
        } else {
            try self.init(copying: path)
        }
    }

    /// What its user is to know of the place where it is kept.
    var warning: String? {
        guard let path, let name = NetworkFileSystem.name(of: path) else { return nil }
        return
            "the history \(path) is on a file system of a network (\(name)): it is slower there, "
            + "and nobody can tell on one machine which runs of another one live; `--history FILE` "
            + "or XDG_STATE_HOME names a place on this machine"
    }

    /// Whether there is a file, whatever it is; without one there is nothing to read.
    package static func isThere(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0 || errno != ENOENT
    }

    /// How often the disk was made to hold what was written.
    var commitCount: Int { writer.commitCount }
    /// Writes that wait for the commit that is under way.
    var waitingCount: Int { writer.waitingCount }

    // MARK: Jobs

    /// Adds jobs in one transaction, all or none, and gives them their numbers; a job without a
    /// name is called `job-` and its number.
    /// - Parameter source: the job that these are made for, as the caller knows it. When somebody
    ///   has decided about it meanwhile, nothing is added.
    func add(_ jobs: [Job], for source: Job? = nil) async throws(RunFailure) -> [Job] {
        try await write { database in
            if let source, source.state.isUncertain {
                let stored = try Row.fetchOne(
                    database, sql: "SELECT * FROM job WHERE number = ?", arguments: [source.number]
                ).flatMap(JobRow.job)
                guard let stored, stored.state == source.state, stored.settledAt == source.settledAt
                else { throw Self.decided(stored ?? source) }
            }
            let statement = try database.cachedStatement(sql: JobRow.insertion)
            return try jobs.map { job in
                var stored = job
                if stored.name.isEmpty { stored.name = "job-\(try Self.nextNumber(database))" }
                try statement.execute(arguments: StatementArguments(JobRow.values(stored)))
                stored.number = Int(database.lastInsertedRowID)
                // To send a job again whose outcome is open is to decide about it.
                if let source = job.againOf {
                    try database.execute(
                        sql: """
                            UPDATE job SET settled_at = ? WHERE number = ?
                            AND state IN ('unknown', 'stale') AND settled_at IS NULL
                            """, arguments: [job.createdAt, source])
                }
                return stored
            }
        }
    }

    private static func decided(_ job: Job) -> RunFailure {
        RunFailure(
            job.state.isUncertain
                ? "another program has settled '\(job.name)' meanwhile: nothing was sent"
                : "what became of '\(job.name)' is known now: it is \(job.state.rawValue); "
                    + "nothing was sent",
            help: ["`show @#\(job.number)` tells what became of it"], exitCode: .script)
    }

    /// Changes a job as the file has it now, which another program may have changed since this
    /// one has read it, and gives the job as it is then and what `body` returned. Only what `body`
    /// changes is written.
    func change<Result: Sendable>(
        _ number: Int, isolation: isolated (any Actor)? = #isolation,
        _ body: @Sendable @escaping (inout Job) throws -> Result
    ) async throws(RunFailure) -> (job: Job, result: Result) {
        try await write { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM job WHERE number = ?", arguments: [number])
            guard let before = try row.flatMap(JobRow.job) else {
                throw RunFailure("job \(number) is not in the history", exitCode: .machine)
            }
            var job = before
            let result = try body(&job)
            try JobRow.write(job, over: before, in: database)
            return (job, result)
        }
    }

    package func job(number: Int) async throws(RunFailure) -> Job? {
        try await jobs(where: "number = ?", [number]).first
    }

    func jobs(numbers: [Int]) async throws(RunFailure) -> [Job] {
        try await read { database in
            let statement = try database.makeStatement(
                sql: "SELECT * FROM job WHERE number = ?")
            return try numbers.compactMap { number in
                try Row.fetchOne(statement, arguments: [number]).flatMap(JobRow.job)
            }
        }
    }

    /// The jobs with an id, the newest first: other gateways may give the same one.
    func jobs(serverID: String) async throws(RunFailure) -> [Job] {
        try await jobs(where: "server_id = ? ORDER BY number DESC", [serverID])
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
    func nextNumber() async throws(RunFailure) -> Int {
        try await read { try Self.nextNumber($0) }
    }

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
            ).map(JobRow.job)
        }
    }

    // MARK: Access

    /// Writes, all or nothing, and returns when the disk has it. Cancelling the task does not stop
    /// it: what was paid for is written down also while the program ends. Writes of one actor keep
    /// their order.
    func write<T: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ updates: @Sendable @escaping (Database) throws -> T
    ) async throws(RunFailure) -> T {
        let result = await withCheckedContinuation { continuation in
            writer.write(updates) { continuation.resume(returning: $0) }
        }
        do { return try result.get() } catch { throw HistoryFailure.of(error, path: path) }
    }

    func read<T: Sendable>(
        _ value: @Sendable @escaping (Database) throws -> T
    ) async throws(RunFailure) -> T {
        do { return try await database.read(value) } catch {
            throw HistoryFailure.of(error, path: path)
        }
    }

    /// Ends every use of the file. The writing connection goes last, since only it can bring what
    /// stands in the `-wal` file into the history: a copy of that one file is then all of it.
    func close() throws(RunFailure) {
        (database as? DatabasePool)?.invalidateReadOnlyConnections()
        do { try database.close() } catch { throw HistoryFailure.of(error, path: path) }
    }
}
