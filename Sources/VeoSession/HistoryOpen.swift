import GRDB
import VeoClient

/// A job that something is left to do about.
package struct OpenJob: Sendable, Hashable {
    package let job: Job
    /// Another program that lives and goes on with it by itself.
    package let process: Int32?
    /// The machine that this program is on, where that is not this one.
    package var host: String?
    /// The file whose run it belongs to; `nil` for the shell.
    let script: String?
}

/// What is left to do: jobs that still run, videos that are not here, and jobs that nobody knows
/// the outcome of, until the user decides.
extension History {
    /// Open jobs looked at; a history with more of them has other troubles.
    static let openLimit = 10_000

    /// - Parameters:
    ///   - now: a video whose link has expired cannot be fetched, and is not open.
    ///   - run: the run that asks: its own jobs are followed by no other program, and simulated
    ///     ones are its business alone.
    package func openJobs(at now: Int64, run: Int? = nil) async throws(RunFailure) -> [OpenJob] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    \(Self.openJob)
                    WHERE settled_at IS NULL AND (simulated = 0 OR job.run = :run)
                    AND (state IN ('submitting', 'queued', 'running', 'unknown', 'stale')
                      OR (state = 'completed' AND file IS NULL
                        AND coalesce(expires_at, job.ended_at + :life) > :now))
                    ORDER BY job.number LIMIT :limit
                    """,
                arguments: [
                    "run": run, "now": now, "life": Job.linkLife, "limit": Self.openLimit,
                ]
            ).map { row in
                let open = try openJob(row, besides: run)
                // A script brings its jobs to their end; at a prompt, whoever sits there decides.
                let isLeft = open.job.state.isFinal && row.text("kind") == RunKind.shell.name
                return isLeft
                    ? OpenJob(job: open.job, process: nil, script: open.script) : open
            }
        }
    }

    /// A job as it is now, and the other program that follows it.
    func followed(_ number: Int, besides run: Int) async throws(RunFailure) -> OpenJob? {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: "\(Self.openJob) WHERE job.number = ?", arguments: [number])
            return try row.map { try openJob($0, besides: run) }
        }
    }

    /// Whether other programs that live have jobs at a gateway: they take its places, too.
    func othersRun(at baseURL: BaseURL, besides run: Int) async throws(RunFailure) -> Bool {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    \(Self.openJob)
                    WHERE job.state IN ('queued', 'running')
                    AND run.ended_at IS NULL AND run.number <> ? LIMIT ?
                    """,
                arguments: [run, Self.openLimit]
            ).contains { row in
                let other = try openJob(row, besides: run)
                return other.process != nil && other.job.baseURL == baseURL
            }
        }
    }

    /// Takes up a job of another run, so that only this one asks for it. Gives the job as it is
    /// now, and the process that has been quicker and lives.
    func follow(_ number: Int, by run: Int) async throws(RunFailure) -> OpenJob {
        try await write { database in
            let row = try Row.fetchOne(
                database, sql: "\(Self.openJob) WHERE job.number = ?", arguments: [number])
            guard let row else {
                throw RunFailure("job \(number) is not in the history", exitCode: .machine)
            }
            let open = try openJob(row, besides: run)
            guard open.process == nil else { return open }
            var job = open.job
            job.followedBy = job.run == run ? nil : run
            try JobRow.write(job, over: open.job, in: database)
            return OpenJob(job: job, process: nil, script: open.script)
        }
    }

    /// A job with the run that follows it.
    private static let openJob = """
        SELECT job.*, run.number AS follower, run.kind, run.pid, run.process_start,
          run.host, run.boot_id, run.pid_space, run.ended_at AS run_ended_at, own.script_path
        FROM job JOIN run ON run.number = coalesce(job.followed_by, job.run)
          JOIN run AS own ON own.number = job.run
        """

    private func openJob(_ row: Row, besides run: Int?) throws(RunFailure) -> OpenJob {
        let owner = follower(row, besides: run)
        return OpenJob(
            job: try JobRow.job(row), process: owner?.process.pid, host: owner?.otherHost,
            script: row.text("script_path"))
    }

    /// Whose the run is that follows a job, while it is another one and at work.
    private func follower(_ row: Row, besides run: Int?) -> RunOwner? {
        guard row.integer("run_ended_at") == nil, row.int("follower") != run else { return nil }
        let owner = RunOwner(row, row.int("follower"), locks)
        return owner.isAtWork ? owner : nil
    }

    /// Notes that the user wants to hear no more of these jobs. Gives them as they are now.
    func settle(_ numbers: [Int], at now: Int64) async throws(RunFailure) -> [Job] {
        try await write { database in
            try numbers.compactMap { number in
                try database.execute(
                    sql: """
                        UPDATE job SET settled_at = ? WHERE number = ? AND settled_at IS NULL
                        AND state NOT IN ('unsent', 'failed')
                        """, arguments: [now, number])
                return try Row.fetchOne(
                    database, sql: "SELECT * FROM job WHERE number = ?", arguments: [number]
                ).flatMap(JobRow.job)
            }
        }
    }

    /// Notes which job of the server an unknown one is: the same job, paid for once.
    func adopt(
        _ id: String, as number: Int, by run: Int, at now: Int64
    ) async throws(RunFailure) -> Job {
        try await write { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM job WHERE number = ? OR server_id = ?",
                arguments: [number, id])
            let jobs = try rows.map(JobRow.job)
            guard let job = jobs.first(where: { $0.number == number }) else {
                throw RunFailure("job \(number) is not in the history", exitCode: .machine)
            }
            if let owner = jobs.first(where: { $0.number != number && $0.baseURL == job.baseURL }) {
                throw RunFailure(
                    "\(id) is job \(owner.number) of the history, called '\(owner.name)'",
                    help: ["`forget @#\(number)` settles '\(job.name)'"], exitCode: .script)
            }
            guard job.state == .unknown else {
                throw RunFailure(
                    "'\(job.name)' is not unknown any more: it is \(job.state.rawValue)",
                    exitCode: .script)
            }
            var adopted = job
            (adopted.state, adopted.failure, adopted.endedAt) = (.running, nil, nil)
            (adopted.serverID, adopted.adoptedAt, adopted.settledAt) = (id, now, nil)
            adopted.followedBy = job.run == run ? nil : run
            try JobRow.write(adopted, over: job, in: database)
            return adopted
        }
    }

    /// Which of these ids of a gateway the history has.
    func known(_ ids: [String], at baseURL: BaseURL) async throws(RunFailure) -> Set<String> {
        try await read { database in
            try ids.reduce(into: []) { known, id in
                let bases = try String.fetchAll(
                    database, sql: "SELECT base_url FROM job WHERE server_id = ?", arguments: [id])
                if bases.contains(where: { BaseURL(stored: $0) == baseURL }) { known.insert(id) }
            }
        }
    }
}
