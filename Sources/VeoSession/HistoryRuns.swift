import GRDB

/// Runs: each start of the program is one.
extension History {
    /// - Parameter isSimulated: no later run goes on with it, so that none has to find it.
    func beginRun(
        kind: RunKind, isSimulated: Bool = false, at now: Int64
    ) async throws(RunFailure) -> Int {
        let (process, machine, fileID) = (ProcessIdentity.current, MachineIdentity.current, fileID)
        let (locks, isInFile) = (locks, path != nil)
        let run = try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (kind, script, script_path, pid, process_start, started_at,
                      host, boot_id, pid_space, file_id)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    kind.name, kind.script, isSimulated ? nil : kind.runName, process.pid,
                    process.start, now, machine.host, machine.bootID, machine.pidSpace, fileID,
                ])
            let run = Int(database.lastInsertedRowID)
            // Before anybody can see the row.
            if isInFile { locks?.hold(run) }
            return run
        }
        await bringIntoFile()
        return run
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

    static func markEnded(_ run: Int, in database: Database, at now: Int64) throws {
        try database.execute(
            sql: "UPDATE run SET ended_at = ? WHERE number = ?", arguments: [now, run])
    }

    /// Settles what runs left behind whose process has died: what never left costs nothing, a
    /// request that was under way or held a connection is `unknown`, and a polled job goes on.
    package func settleDeadRuns(at now: Int64) async throws(RunFailure) {
        let locks = locks
        try await write { database in
            let open = try Row.fetchAll(
                database, sql: "SELECT * FROM run WHERE ended_at IS NULL")
            for row in open {
                guard let run = row.int("number"), !RunOwner(row, run, locks).isAlive else {
                    continue
                }
                try HistorySettlement.settle(run, in: database, at: now)
                try Self.markEnded(run, in: database, at: now)
            }
        }
    }

    // MARK: Earlier runs of a script

    /// The run of a script that began before this one and lives, whether it has sent something yet
    /// or not; else the newest that sent something to a real gateway, or went on with one that had;
    /// `nil` when there is none.
    func previousRun(of path: String, before run: Int) async throws(RunFailure) -> PreviousRun? {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM run WHERE script_path = ? AND number < ?
                    AND (resumes IS NOT NULL OR EXISTS (
                      SELECT 1 FROM job WHERE job.run = run.number AND \(Self.wasSent)))
                    ORDER BY number DESC LIMIT 1
                    """,
                arguments: [path, run])
            guard
                let row = try Self.liveRun(of: path, before: run, locks, in: database) ?? row
            else { return nil }
            let number = row.int("number") ?? 0
            let owner = RunOwner(row, number, locks)
            let isAlive = row.integer("ended_at") == nil && owner.isAlive
            let jobs = try Self.sentJobs("run = ?", number, in: database)
            return PreviousRun(
                number: number, startedAt: row.time("started_at") ?? 0,
                runningProcess: isAlive ? owner.process.pid : nil,
                runningHost: isAlive ? owner.otherHost : nil,
                reachedEnd: row.int("reached_end") == 1,
                jobs: jobs,
                leftovers: try Self.leftovers(
                    of: row.int("resumes"), besides: jobs, in: database))
        }
    }

    /// Of two programs that start at the same moment only the first one sees none: each has its row
    /// before it looks.
    private static func liveRun(
        of path: String, before run: Int, _ locks: RunLocks?, in database: Database
    ) throws -> Row? {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM run WHERE script_path = ? AND number < ? AND ended_at IS NULL
                ORDER BY number DESC
                """,
            arguments: [path, run]
        ).first { RunOwner($0, $0.int("number"), locks).isAlive }
    }

    /// Notes that `run` goes on with `previous`, before it takes up the first of its jobs.
    func markResuming(_ run: Int, _ previous: Int) async throws(RunFailure) {
        try await write { database in
            try database.execute(
                sql: "UPDATE run SET resumes = ? WHERE number = ?", arguments: [previous, run])
        }
    }

    /// Jobs of the simulator inside the program end with it, and what never left costs nothing:
    /// neither is worth going on with.
    static let wasSent = """
        simulated = 0 AND NOT (state = 'failed' AND failure_kind = 'not-sent')
        """

    /// The jobs of the runs that a run went on with, one after the other, newest first: however
    /// often a script was killed before it came to its submits, what is paid for is found.
    private static func leftovers(
        of first: Int?, besides own: [Job], in database: Database
    ) throws -> [Job] {
        // One that was sent again may stand for a job of several runs.
        var seen = Set(own.map(\.number))
        return try sentJobs(
            """
            run IN (
              WITH RECURSIVE chain (number) AS (
                VALUES (?) UNION SELECT resumes FROM run JOIN chain USING (number))
              SELECT number FROM chain)
            """, first, in: database
        ).filter { seen.insert($0.number).inserted }
    }

    private static func sentJobs(
        _ condition: String, _ run: Int?, in database: Database
    ) throws -> [Job] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM job WHERE \(condition) AND \(wasSent) ORDER BY run DESC, number",
            arguments: [run]
        ).map(JobRow.job).map { job in
            var newest = try HistoryLineage.newest(of: job, in: database)
            newest.name = job.name
            return newest
        }
    }
}
