import GRDB
import Synchronization
import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// The record comes first: whatever is told is in the file already, for another program to read.
@Suite(.timeLimit(.minutes(5))) struct RecordFirstTests {
    /// A second reader of the history, as another program would be.
    private final class Witness: Sendable {
        let path: String
        private let lies = Mutex<[String]>([])

        init(_ path: String) { self.path = path }

        var found: [String] { lies.withLock { $0 } }

        func row(_ number: Int) -> Job? {
            var configuration = Configuration()
            configuration.readonly = true
            guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else {
                return nil
            }
            defer { try? queue.close() }
            return try? queue.read { database in
                try Row.fetchOne(
                    database, sql: "SELECT * FROM job WHERE number = ?", arguments: [number]
                ).flatMap(JobRow.job)
            }
        }

        private func expect(_ isTrue: Bool, _ what: String) {
            if !isTrue { lies.withLock { $0.append(what) } }
        }

        /// Compares what is told with what the file has at this moment.
        func look(at event: SessionEvent) {
            switch event {
            case .submitted(let jobs):
                for job in jobs {
                    let row = row(job.number)
                    expect(row?.requestHash.count == 64, "\(job.name) is told without its intent")
                }
            case .changed(let job, _):
                let row = row(job.number)
                expect(row?.state == job.state, "\(job.name) is told as \(job.state)")
                expect(row?.serverID == job.serverID, "\(job.name) has an id")
                expect(row?.links == job.links, "\(job.name) has a link")
                expect(row?.failure == job.failure, "\(job.name) has a failure")
            case .saved(let job):
                let row = row(job.number)
                expect(row?.file != nil && row?.file == job.file, "\(job.name) is saved")
                expect(TestFile.exists(job.file ?? ""), "\(job.name) has a file")
            case .resumed(let job, _, _):
                expect(row(job.number)?.run == job.run, "\(job.name) is taken up")
            case .progressed, .retrying, .downloading, .prepared, .awaiting, .warning, .notice:
                break
            }
        }
    }

    @Test func whatIsToldIsInTheFile() async throws {
        try await TemporaryFolder.with { folder in
            let witness = Witness(folder + "/history")
            try await Gateway.with(faults: ["status:fail@2"]) { simulator in
                var test = TestSession()
                test.history = witness.path
                test.events = EventLog { witness.look(at: $0) }
                try await test.run(on: simulator) { session in
                    let asked = try await session.submitted("cat", count: 5)
                    let streamed = try await session.submitted("dog", mode: .sync)
                    let jobs = try await session.ended(asked + streamed)
                    let made = jobs.filter { $0.state == .completed }
                    #expect(made.count == 5)
                    try await session.save(made, SaveOrder(folder + "/${job.name}.mp4")) { _ in }
                }
                #expect(test.events.all.count > 20)
            }
            #expect(witness.found == [])
        }
    }

    /// While the gateway has the request and has not answered, the file knows of it.
    @Test(arguments: [Mode.async, .sync])
    func theIntentIsInTheFileBeforeTheRequestLeaves(mode: Mode) async throws {
        try await TemporaryFolder.with { folder in
            let witness = Witness(folder + "/history")
            let faults = ["create:stall=30000s", "chat:stall=30000s"]
            try await Gateway.with(faults: faults) { simulator in
                var test = TestSession()
                test.history = witness.path
                try await test.run(on: simulator) { session in
                    _ = try await session.submitted("cat", mode: mode)
                    try await simulator.seen(1, mode == .async ? .create : .chat)
                    let row = try #require(witness.row(1))
                    #expect(row.state != .unsent)
                    #expect(row.sentAt != nil)
                    #expect(row.requestHash.count == 64)
                }
                // The session has ended without an answer: nobody knows what became of it.
                #expect(witness.row(1)?.state == .unknown)
            }
        }
    }

    /// A session whose history refuses to take down one state.
    private static func withRefusal(
        of state: JobState,
        _ body:
            @Sendable @escaping (Session, EventLog, Simulator) async throws
            -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Gateway.with { simulator in
                var test = TestSession()
                test.history = folder + "/history"
                try History(path: test.history).close()
                try await DatabaseQueue(path: folder + "/history").write { database in
                    try database.execute(
                        sql: """
                            CREATE TRIGGER full BEFORE UPDATE ON job
                            WHEN new.state = '\(state.rawValue)'
                            BEGIN SELECT RAISE(ABORT, 'no room'); END
                            """)
                }
                let events = test.events
                try await test.run(on: simulator) { try await body($0, events, simulator) }
            }
        }
    }

    /// Without a record of the intent nothing leaves.
    @Test func whatCannotBeTakenDownIsNotSent() async throws {
        try await Self.withRefusal(of: .submitting) { session, _, simulator async throws in
            let job = try await session.ended(try await session.submitted("cat"))[0]
            #expect(job.failure?.kind == .notSent)
            #expect(job.failure?.exitCode == .machine)
            #expect(job.cost == .zero)
            #expect(await simulator.count(.create) == 0)
        }
    }

    /// What is paid for is not given up for the record, and the id is said.
    @Test func whatIsPaidForGoesOnWithoutItsRecord() async throws {
        try await Self.withRefusal(of: .queued) { session, events, simulator async throws in
            let job = try await session.ended(try await session.submitted("cat"))[0]
            #expect(job.state == .completed)
            let id = try #require(job.serverID)
            #expect(events.warnings.contains { $0.contains("`adopt @#1 \(id)` says it later") })
            #expect(await simulator.count(.create) == 1)
        }
    }
}
