import GRDB

/// What becomes of the jobs of a run that has ended: what never left costs nothing; a request that
/// was under way or held a connection is `unknown`, and so is a job whose simulator ended with the
/// program; a job that was polled goes on.
enum HistorySettlement {
    static func settle(_ run: Int, in database: Database, at now: Int64) throws {
        // What was left for the next run is made there; a batch that goes on in a hundred runs
        // would leave its rows a hundred times.
        try database.execute(
            sql: """
                DELETE FROM job WHERE run = ? AND failure_code = ? AND state = 'failed'
                AND failure_kind = 'not-sent'
                AND NOT EXISTS (SELECT 1 FROM job AS next WHERE next.again_of = job.number)
                """, arguments: [run, JobFailure.leftCode])
        try database.execute(
            sql: """
                UPDATE job SET state = 'failed', ended_at = ?, failure_kind = 'not-sent',
                  failure_code = 'not_sent', failure_message = 'veo ended before it was sent'
                WHERE run = ? AND state = 'unsent'
                """, arguments: [now, run])
        try database.execute(
            sql: """
                UPDATE job SET state = 'unknown', ended_at = ?, failure_kind = 'outcome',
                  failure_code = 'simulator_ended',
                  failure_message = 'the simulator ended with the program that ran it'
                WHERE run = ? AND simulated = 1 AND state IN ('submitting', 'queued', 'running')
                """, arguments: [now, run])
        try database.execute(
            sql: """
                UPDATE job SET state = 'unknown', ended_at = ?, failure_kind = 'outcome',
                  failure_code = 'interrupted',
                  failure_message = 'veo ended while the request was under way: maybe billed'
                WHERE run = ? AND (state = 'submitting'
                  OR (mode = 'sync' AND state IN ('queued', 'running')))
                """, arguments: [now, run])
    }
}
