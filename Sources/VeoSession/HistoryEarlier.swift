import GRDB
import VeoClient

/// What the history has that a script need not buy again.
struct EarlierWork: Sendable {
    /// The jobs of its earlier runs, the newest run first.
    var candidates: [Candidate] = []
    /// What others have made, the newest first.
    var others: [OtherJob] = []
    /// Addresses in rows of the former form of a request hash.
    var formerBases: [BaseURL] = []
    /// What its earlier runs take of its budget.
    var spent = Money.zero
    /// When the last run began that was to buy all anew, in milliseconds since 1970: what is older
    /// is not looked at.
    var since: Int64 = 0
}

extension History {
    /// - Parameter name: that of the run, or the path of its file; `nil` for standard input, which
    ///   has no earlier runs of its own.
    func earlierWork(
        of name: String?, before run: Int, at now: Int64
    ) async throws(RunFailure) -> EarlierWork {
        try await read { database in
            var work = EarlierWork()
            var first = 0
            if let name {
                if let row = try Self.lastAnew(name, before: run, in: database) {
                    (first, work.since) = (row.int("number") ?? 0, row.time("started_at") ?? 0)
                }
                work.candidates = try Self.candidates(name, first..<run, in: database)
                work.spent = try Self.spent(name, besides: run, in: database)
            }
            work.others = try Self.others(
                besides: name, run, since: work.since, at: now, in: database)
            work.formerBases = try Self.formerBases(in: database)
            return work
        }
    }

    /// Notes that `run` buys all anew.
    func markAnew(_ run: Int) async throws(RunFailure) {
        try await write { database in
            try database.execute(
                sql: "UPDATE run SET anew = 1 WHERE number = ?", arguments: [run])
        }
    }

    /// One that sent nothing has made nothing anew.
    private static func lastAnew(
        _ name: String, before run: Int, in database: Database
    ) throws -> Row? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT number, started_at FROM run WHERE script_path = ? AND number < ? AND anew = 1
                AND (EXISTS (SELECT 1 FROM job WHERE job.run = run.number AND \(wasSent))
                  OR EXISTS (SELECT 1 FROM run AS next WHERE next.resumes = run.number))
                ORDER BY number DESC LIMIT 1
                """, arguments: [name, run])
    }

    private static func candidates(
        _ name: String, _ runs: Range<Int>, in database: Database
    ) throws -> [Candidate] {
        let own = try Row.fetchAll(
            database,
            sql: """
                SELECT job.* FROM job JOIN run ON run.number = job.run
                WHERE run.script_path = ? AND job.run >= ? AND job.run < ? AND \(wasSent)
                ORDER BY job.run DESC, job.number
                """, arguments: [name, runs.lowerBound, runs.upperBound]
        ).map(JobRow.job)
        let numbers = Set(own.map(\.number))
        var seen: Set<Int> = []
        return try own.compactMap { job in
            let newest = try HistoryLineage.newest(of: job, in: database)
            guard seen.insert(newest.number).inserted else { return nil }
            return Candidate(
                job: newest, key: job.claimKey,
                tries: newest.state == .failed
                    ? try HistoryLineage.tries(of: newest, in: database) : 1,
                isPaidHere: numbers.contains(newest.number))
        }
    }

    /// A video that can be had no more is no help to another script.
    private static func others(
        besides name: String?, _ run: Int, since: Int64, at now: Int64, in database: Database
    ) throws -> [OtherJob] {
        var addresses: [String: BaseURL] = [:]
        return try Row.fetchAll(
            database,
            sql: """
                SELECT job.number, job.name, job.request_hash, job.base_url, job.server_id
                FROM job JOIN run ON run.number = job.run
                WHERE job.run <> :run AND (:name IS NULL OR run.script_path IS NOT :name)
                AND simulated = 0 AND state <> 'failed' AND request_hash <> ''
                AND NOT (state IN ('unknown', 'stale') AND settled_at IS NOT NULL)
                AND (state <> 'completed' OR file IS NOT NULL
                  OR coalesce(expires_at, job.ended_at + :life) > :now)
                AND job.created_at >= :since
                ORDER BY job.number DESC
                """,
            arguments: [
                "run": run, "name": name, "life": Job.linkLife, "now": now, "since": since,
            ]
        ).compactMap { row in
            guard let number = row.int("number"), let base = row.text("base_url"),
                let baseURL = addresses[base] ?? BaseURL(stored: base)
            else { return nil }
            addresses[base] = baseURL
            return OtherJob(
                number: number, name: row.visible("name") ?? "",
                requestHash: row.text("request_hash") ?? "", baseURL: baseURL,
                serverID: row.visible("server_id"))
        }
    }

    /// All jobs of the earlier runs that were sent, at full price where nobody knows; only what
    /// surely cost nothing is left out.
    private static func spent(
        _ name: String, besides run: Int, in database: Database
    ) throws -> Money {
        let sum = try Double.fetchOne(
            database,
            sql: """
                SELECT total(price) FROM job JOIN run ON run.number = job.run
                WHERE run.script_path = ? AND job.run <> ? AND simulated = 0
                AND (state <> 'failed' OR failure_kind = 'lost'
                    OR (mode = 'sync' AND failure_kind = 'generation'))
                """, arguments: [name, run])
        return Money(tenThousandths: Int(clamping: min(max(sum ?? 0, 0), Self.sumLimit)))
    }

    /// More than all the money there is; and a whole number in a `Double`.
    private static let sumLimit = 9e15

    /// Addresses that are tried for a row of the former form.
    private static let formerBaseLimit = 32

    private static func formerBases(in database: Database) throws -> [BaseURL] {
        try String.fetchAll(
            database,
            sql: """
                SELECT base_url FROM job WHERE request_hash LIKE '\(RequestHash.formerPrefix)%'
                AND simulated = 0 GROUP BY base_url ORDER BY max(number) DESC LIMIT ?
                """, arguments: [formerBaseLimit]
        ).compactMap { BaseURL(stored: $0) }
    }
}
