import GRDB

/// What the history knows of earlier runs of a script.
extension History {
    /// How many runs that went on with one another are looked at; older ones are let go.
    private static let chainLimit = 100

    /// The newest run of a script but this one that sent something to a real gateway, or went on
    /// with one that had; `nil` when there is none.
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
            guard let row else { return nil }
            let process = ProcessIdentity(pid: row["pid"], start: row["process_start"])
            let endedAt: Int64? = row["ended_at"]
            let number: Int = row["number"]
            return PreviousRun(
                number: number, startedAt: row["started_at"],
                runningProcess: endedAt == nil && process.isAlive ? process.pid : nil,
                reachedEnd: row["reached_end"],
                jobs: try Self.sentJobs(of: [number], in: database),
                leftovers: try Self.sentJobs(
                    of: try Self.resumedRuns(row["resumes"], in: database), in: database))
        }
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
    private static let wasSent = """
        simulated = 0 AND NOT (state = 'failed' AND failure_kind = 'not-sent')
        """

    private static func resumedRuns(_ first: Int?, in database: Database) throws -> [Int] {
        var runs: [Int] = []
        var next = first
        while let run = next, runs.count < chainLimit {
            runs.append(run)
            next = try Int.fetchOne(
                database, sql: "SELECT resumes FROM run WHERE number = ?", arguments: [run])
        }
        return runs
    }

    private static func sentJobs(of runs: [Int], in database: Database) throws -> [Job] {
        try runs.flatMap { run in
            try Row.fetchAll(
                database, sql: "SELECT * FROM job WHERE run = ? AND \(wasSent) ORDER BY number",
                arguments: [run]
            ).compactMap(JobRow.job)
        }
    }
}
