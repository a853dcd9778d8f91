import FoundationEssentials
import Testing
import VeoSimulator

/// `--json`, `--dry-run` and `veo jobs --json`: what programs read.
@Suite struct EventTests {
    private static let key = "sk-test-1234567890"

    /// The part of an event that does not differ from run to run.
    private struct Event: Decodable, Hashable {
        let event: String
        let name: String?
        let state: String?
        let from: String?
        let text: String?
    }

    private static func events(_ lines: String) throws -> [Event] {
        try lines.split(separator: "\n").map {
            try JSONDecoder().decode(Event.self, from: Data($0.utf8))
        }
    }

    /// Runs a script against a simulator of its own.
    private static func run(
        _ script: String, _ arguments: [String], faults: [String] = [], piped: Bool = false
    ) async throws -> (run: ProgramRun, journal: [JournalEntry]) {
        var configuration = SimulatorConfiguration.quick
        configuration.faults = try faults.map(FaultRule.init(parsing:))
        return try await TemporaryFolder.with { folder in
            try Fixtures.place(["harbour.jpg"], in: folder)
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/script.veo"))
            return try await Simulator.with(configuration) { simulator in
                let run = try await Program.run(
                    ["run", piped ? "-" : "script.veo"] + arguments, in: folder,
                    environment: ["VEO_API_KEY": key, "VEO_BASE_URL": simulator.baseURL],
                    input: piped ? Array(script.utf8) : [])
                return (run, await simulator.journal())
            }
        }
    }

    @Test func aRunTellsEachChangeInOrder() async throws {
        let script = "prompt a cat\nset mode sync\nsubmit as cat\nwait\nsave\nprint bye\n"
        let run = try await Self.run(script, ["--json"]).run
        let events = try Self.events(run.output)
        let told = events.filter { !["progress", "download"].contains($0.event) }
        #expect(
            told.map { [$0.event, $0.state ?? $0.text ?? ""] } == [
                ["started", ""], ["submitted", ""], ["state", "submitting"], ["state", "queued"],
                ["state", "running"], ["state", "completed"], ["saved", ""],
                ["output", "saved cat.mp4"], ["output", "bye"], ["ended", ""],
            ])
        #expect(run.exitCode == 0)
        #expect(run.errors.contains("cat: completed"), "people read on stderr")
        #expect(run.errors.contains("bye"))
        #expect(!run.output.contains(Self.key))
    }

    @Test func theSameEventsFromFileAndPipe() async throws {
        let script = "prompt a cat\nsubmit as cat\nwait\nsave\nexpect @cat status == failed\n"
        let file = try await Self.run(script, ["--json"]).run
        let pipe = try await Self.run(script, ["--json"], piped: true).run
        // Whether a poll meets the job in between is a matter of time.
        func steady(_ run: ProgramRun) throws -> [Event] {
            try Self.events(run.output).filter {
                $0.event != "progress" && $0.state != "running" && $0.from == nil
            }
        }
        #expect(try steady(file) == steady(pipe))
        #expect(file.exitCode == 4)
        #expect(pipe.exitCode == 4)
    }

    @Test func aDryRunPrintsRequestsAndSendsNothing() async throws {
        let script = """
            set model veo-3.1-fast-fl
            image harbour.jpg
            submit as boat -- a boat leaves
            again @boat as again -- a boat comes back
            image none
            submit x2 as sync model=veo-3.1 mode=sync -- fog
            wait
            save
            expect @all status == completed
            print ${count.all} jobs
            """
        let (run, journal) = try await Self.run(script, ["--dry-run"])
        #expect(journal.isEmpty)
        let events = try Self.events(run.output)
        #expect(events.map(\.event) == Array(repeating: "request", count: 4))
        #expect(events.map(\.name) == ["boat", "again", "sync-1", "sync-2"])
        #expect(run.output.contains("<harbour.jpg, image/jpeg, "))
        #expect(run.output.contains("Bearer ***"))
        #expect(run.errors.contains("4 jobs"))
        #expect(run.errors.hasSuffix("4 requests, $0.80: nothing was sent\n"))
        #expect(run.exitCode == 0)
    }

    /// Everything that is said at all, so that the schema is held against each kind of event.
    private static let everyKind: [(script: String, arguments: [String], faults: [String])] = [
        (
            """
            set model veo-3.1-fast-fl
            image harbour.jpg
            submit as first -- a boat
            try submit as second -- a boat that fails
            set mode sync
            submit as third -- a boat, at once
            wait
            save
            print ${count.completed}
            """,
            ["--json"],
            ["status:fail@2", "download:status=503*1"]
        ),
        ("submit -- refused", ["--json"], ["create:status=401"]),
        ("submit -- maybe billed\nwait", ["--json"], ["create:reset-after"]),
        ("set modle x", ["--json"], []),
        ("submit -- a cat", ["--json", "--dry-run"], []),
    ]

    @Test(.enabled(if: PythonTool.isThere, Comment(rawValue: PythonTool.comment)))
    func everyEventIsAsTheSchemaSays() async throws {
        var lines = ""
        for (script, arguments, faults) in Self.everyKind {
            lines += try await Self.run(script, arguments, faults: faults).run.output
        }
        #expect(try await PythonTool.findings(in: lines, by: PythonTool.eventSchema) == "")
        let kinds = Set(try Self.events(lines).map(\.event))
        let known: Set<String> = [
            "started", "submitted", "state", "progress", "retry", "download", "saved", "output",
            "diagnostic", "request", "ended",
        ]
        #expect(known.subtracting(kinds).isEmpty, "each kind must have been seen")
    }

    /// A schema that takes anything would prove nothing.
    @Test(
        .enabled(if: PythonTool.isThere, Comment(rawValue: PythonTool.comment)),
        arguments: [
            #"{"event":"output","version":1,"time":"2026-03-14T09:26:53.589Z"}"#,
            #"{"event":"output","version":2,"time":"2026-03-14T09:26:53.589Z","text":""}"#,
            #"{"event":"output","version":1,"time":"2026-03-14T09:26:53.589Z","text":"","x":1}"#,
            #"{"event":"other","version":1,"time":"2026-03-14T09:26:53.589Z"}"#,
            #"{"event":"state","version":1,"time":"2026-03-14T09:26:53.589Z","name":"a"}"#,
        ])
    func theSchemaRefuses(line: String) async throws {
        #expect(try await PythonTool.findings(in: line + "\n", by: PythonTool.eventSchema) != "")
    }

    @Test func theHistoryAsJSON() async throws {
        try await TemporaryFolder.with { folder in
            let script = "submit as cat -- a cat\nwait\n"
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/cat.veo"))
            _ = try await Program.run(
                ["run", "cat.veo", "--simulator", "--speed", "200"], in: folder)
            let run = try await Program.run(["jobs", "--json"], in: folder)
            struct Line: Decodable {
                let name: String
                let status: String
                let price: Double
                let simulated: Bool
            }
            let line = try JSONDecoder().decode(Line.self, from: Data(run.output.utf8))
            #expect(line.name == "cat")
            #expect(line.status == "completed")
            #expect(line.price == 0.15)
            #expect(line.simulated)
        }
    }
}
