import GRDB
import Testing

@testable import VeoSession

/// A history that an earlier version made opens with all that is in it.
@Suite struct HistoryMigrationTests {
    /// A history as the fourth edition wrote it. The last number that was given is 9.
    private static func makeFour(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try HistorySchema.migrator.migrate(queue, upTo: "4: who follows")
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (number, kind, pid, process_start, started_at, ended_at)
                      VALUES (1, 'shell', 1, 1, 1, 2), (2, 'script', 1, 1, 1, 2);
                    INSERT INTO job (number, run, name, state, model, mode, prompt, images,
                      request_hash, base_url, simulated, price, server_id, failure_kind,
                      failure_code, failure_message, created_at, sent_at, ended_at, again_of,
                      followed_by) VALUES
                    (1, 1, 'lost', 'unknown', 'veo-3.1-fast', 'async', 'a cat', '', 'h1',
                      'https://a.example/v1', 0, 1500, NULL, 'outcome', 'c', 'm', 1, 2, 3, NULL,
                      NULL),
                    (2, 1, 'known', 'unknown', 'veo-3.1-fast', 'async', 'a cat', '', 'h2',
                      'https://a.example/v1', 0, 1500, 'video_2', 'outcome', 'c', 'm', 1, 2, 3, 1,
                      2),
                    (3, 1, 'sync', 'unknown', 'veo-3.1-fast', 'sync', 'a cat', '', 'h3',
                      'https://a.example/v1', 0, 1500, 'chat_3', 'outcome', 'c', 'm', 1, 2, 3, NULL,
                      NULL),
                    (4, 1, 'simulated', 'unknown', 'veo-3.1-fast', 'async', 'a cat', '', 'h4',
                      'http://127.0.0.1:1/v1', 1, 1500, 'video_4', 'outcome', 'c', 'm', 1, 2, 3,
                      NULL, NULL),
                    (9, 2, 'gone', 'failed', 'veo-3.1-fast', 'async', 'a cat', '', 'h9',
                      'https://a.example/v1', 0, 1500, NULL, 'refused', 'c', 'm', 1, 2, 3, NULL,
                      NULL);
                    DELETE FROM job WHERE number = 9;
                    """)
        }
        try queue.close()
    }

    @Test func aJobWithAnIDWasStale() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history"
            try Self.makeFour(path)
            let history = try History(path: path)
            let jobs = try await history.recentJobs(limit: 10)
            #expect(jobs.map(\.name) == ["lost", "known", "sync", "simulated"])
            #expect(jobs.map(\.state) == [.unknown, .stale, .unknown, .unknown])
            #expect(jobs.map { $0.failure?.kind } == [.outcome, .noNews, .outcome, .outcome])
            #expect(jobs[1].failure?.message == "m")
            #expect(jobs[1].serverID == "video_2" && jobs[1].followedBy == 2)
            #expect(jobs[1].againOf == 1 && jobs[1].lostCount == 0)
            let (next, names) = try await history.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO job (run, name, state, model, mode, prompt, images,
                          request_hash, base_url, simulated, created_at) SELECT run, 'next',
                          'unsent', model, mode, prompt, images, request_hash, base_url, 0, 1
                          FROM job WHERE number = 1
                        """)
                return (
                    database.lastInsertedRowID,
                    try String.fetchAll(
                        database,
                        sql: "SELECT name FROM sqlite_master WHERE name LIKE 'job%' ORDER BY name")
                )
            }
            #expect(next == 10, "no number is given twice")
            #expect(
                names == [
                    "job", "job_again_of", "job_name_in_run", "job_of_run", "job_open",
                    "job_server_id", "job_unsaved",
                ])
            let broken = try await history.read {
                try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count
            }
            #expect(broken == 0)
        }
    }

    /// What has no id cannot be asked for.
    @Test func aStaleJobHasAnID() async throws {
        let history = try History(path: nil)
        let run = try await history.beginRun(kind: .shell, at: 1)
        let job = try HistoryTests.job(run, "cat") { job in
            job.state = .stale
            job.failure = JobFailure(kind: .noNews, code: "c", message: "m")
        }
        let failure = await failure { try await history.add([job]) }
        #expect(failure?.exitCode == .machine)
        var known = job
        known.serverID = "video_1"
        #expect(try await history.add([known])[0].state == .stale)
    }
}
