import GRDB

/// Jobs that were made in place of others: by `again` at the prompt, or by a script that went on
/// with what had failed.
enum HistoryLineage {
    /// Steps that are followed; who sends a job again more often has other troubles.
    static let stepLimit = 1_000

    /// The newest job that stands for one that failed or whose outcome is unknown: however often it
    /// was sent again with the same request. The job itself where there is none.
    static func newest(of job: Job, in database: Database) throws -> Job {
        var newest = job
        for _ in 1...stepLimit {
            guard newest.state.isUncertain || newest.state == .failed,
                let next = try successor(of: newest, in: database)
            else { break }
            newest = next
        }
        return newest
    }

    /// Another job of the same script is one of its own; from the prompt it stands for this one.
    private static func successor(of job: Job, in database: Database) throws -> Job? {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT job.*, run.kind AS run_kind FROM job JOIN run ON run.number = job.run
                WHERE again_of = ? AND job.number > ? AND \(History.wasSent)
                ORDER BY job.number DESC
                """, arguments: [job.number, job.number])
        for row in rows {
            let next = try JobRow.job(row)
            guard next.asksForTheSame(as: job) else { continue }
            let isOfPrompt = row.text("run_kind") == RunKind.shell.name
            if isOfPrompt || next.claimKey == job.claimKey { return next }
        }
        return nil
    }

    /// How often the request of a job was made: it, and the jobs in whose place it stands.
    static func tries(of job: Job, in database: Database) throws -> Int {
        var (count, oldest) = (1, job)
        while count < stepLimit, let number = oldest.againOf, number < oldest.number,
            let before = try Row.fetchOne(
                database, sql: "SELECT * FROM job WHERE number = ?", arguments: [number]
            ).flatMap(JobRow.job), before.asksForTheSame(as: job)
        {
            (count, oldest) = (count + 1, before)
        }
        return count
    }
}
