import GRDB
import Testing
import VeoClient
import VeoLanguage

@testable import VeoSession

/// What the history says of the earlier runs of a script.
@Suite struct EarlierWorkTests {
    private static let kind = RunKind.script("a.veo", path: "/a.veo")
    private static let other = RunKind.script("b.veo", path: "/b.veo")

    private static func add(
        _ history: History, _ kind: RunKind, _ names: String..., isAnew: Bool = false,
        change: (inout Job) -> Void = { _ in }
    ) async throws -> Int {
        let run = try await history.beginRun(kind: kind, at: 1)
        if isAnew { try await history.markAnew(run) }
        _ = try await history.add(
            try names.map { name in
                try HistoryTests.job(run, name) { job in
                    job.requestHash = "hash of \(name)"
                    (job.file, job.byteCount, job.sha256) = ("/\(name).mp4", 1, "aa")
                    change(&job)
                }
            })
        try await history.endRun(run, reachedEnd: true, at: 2)
        return run
    }

    private static func work(_ history: History, _ name: String?) async throws -> EarlierWork {
        let run = try await history.beginRun(kind: .script("x.veo", path: name), at: 3)
        return try await history.earlierWork(of: name, before: run, at: 4)
    }

    @Test func ownRunsAreTheNewestFirst() async throws {
        let history = try History(path: nil)
        _ = try await Self.add(history, Self.kind, "cat", "dog")
        _ = try await Self.add(history, Self.kind, "cat")
        _ = try await Self.add(history, Self.other, "owl")
        _ = try await Self.add(history, .shell, "fox")
        let work = try await Self.work(history, "/a.veo")
        #expect(work.candidates.map(\.job.name) == ["cat", "cat", "dog"])
        #expect(work.candidates.map(\.job.run) == [2, 1, 1])
        #expect(work.others.map(\.name) == ["fox", "owl"])
        // Standard input has no runs of its own.
        let piped = try await Self.work(history, nil)
        #expect(piped.candidates.isEmpty)
        #expect(piped.others.count == 5)
    }

    /// What was begun anew is not mixed with what was made before.
    @Test func aLineIsDrawn() async throws {
        let history = try History(path: nil)
        _ = try await Self.add(history, Self.kind, "cat")
        _ = try await Self.add(history, Self.kind, "cat", isAnew: true)
        #expect(try await Self.work(history, "/a.veo").candidates.map(\.job.run) == [2])
        // One that sent nothing has made nothing anew.
        _ = try await Self.add(history, Self.kind, isAnew: true)
        #expect(try await Self.work(history, "/a.veo").candidates.map(\.job.run) == [2])
    }

    /// Unknown jobs count in full, failures that cost nothing do not, whatever they are taken for.
    @Test func whatWasSpent() async throws {
        let history = try History(path: nil)
        func failed(_ kind: JobFailure.Kind, _ mode: Mode) -> (inout Job) -> Void {
            { job in
                (job.state, job.mode, job.file, job.byteCount, job.sha256) =
                    (.failed, mode, nil, nil, nil)
                job.failure = JobFailure(kind: kind, code: "", message: "")
            }
        }
        _ = try await Self.add(history, Self.kind, "cat", isAnew: true)
        _ = try await Self.add(
            history, Self.kind, "a", change: failed(.generation, .async))
        _ = try await Self.add(
            history, Self.kind, "b", change: failed(.generation, .sync))
        _ = try await Self.add(history, Self.kind, "c", change: failed(.refused, .sync))
        _ = try await Self.add(history, Self.kind, "d") { job in
            (job.state, job.file, job.byteCount, job.sha256) = (.unknown, nil, nil, nil)
            job.failure = JobFailure(kind: .outcome, code: "", message: "")
        }
        _ = try await Self.add(history, Self.kind, "e") { $0.isSimulated = true }
        _ = try await Self.add(history, Self.kind, "f") { $0.price = nil }
        _ = try await Self.add(history, Self.other, "g")
        #expect(try await Self.work(history, "/a.veo").spent == Money(tenThousandths: 3 * 1_500))
    }

    /// Others' videos that can be had no more are no help.
    @Test func whatIsGoneIsNotOffered() async throws {
        let history = try History(path: nil)
        func unsaved(until expiry: Int64) -> (inout Job) -> Void {
            { job in
                (job.file, job.byteCount, job.sha256, job.expiresAt) = (nil, nil, nil, expiry)
            }
        }
        _ = try await Self.add(history, Self.other, "gone", change: unsaved(until: 3))
        _ = try await Self.add(history, Self.other, "there", change: unsaved(until: 9))
        _ = try await Self.add(history, Self.other, "free") { $0.isSimulated = true }
        #expect(try await Self.work(history, "/a.veo").others.map(\.name) == ["there"])
    }

    /// A history of an earlier version says the same with the address in it.
    @Test func anEarlierHistory() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/history.sqlite"
            let request = GenerationRequest(
                model: "veo-3.1-fast", prompt: "a cat", images: [], mode: .async)
            let job = try Job.sample()
            let queue = try DatabaseQueue(path: path)
            try HistorySchema.migrator.migrate(queue, upTo: "4: who follows")
            let former = RequestHash.former(request, at: job.baseURL)
            let hash = String(former.dropFirst(RequestHash.formerPrefix.count))
            try await queue.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO run (kind, script, script_path, pid, process_start, started_at,
                          ended_at, reached_end)
                        VALUES ('script', 'a.veo', '/a.veo', 1, 1, 1, 2, 1);
                        INSERT INTO job (run, name, state, model, mode, prompt, images,
                          request_hash, base_url, simulated, created_at, sent_at)
                        VALUES (1, 'cat', 'completed', 'veo-3.1-fast', 'async', 'a cat', '',
                          '\(hash)', '\(job.baseURL)', 0, 1, 1);
                        """)
            }
            try queue.close()
            let history = try History(path: path)
            let work = try await Self.work(history, "/a.veo")
            #expect(work.formerBases == [job.baseURL])
            var resumption = Resumption(
                work.candidates, at: job.baseURL.origin, formerBases: work.formerBases)
            let forms = RequestForms(request, formerAt: work.formerBases)
            guard case .taken(let candidate) = resumption.claim(Wish("cat", forms)) else {
                Issue.record("it is not found")
                return
            }
            #expect(candidate.job.name == "cat")
            try history.close()
        }
    }
}
