import FoundationEssentials
import GRDB
import Synchronization
import Testing

@testable import VeoSimulator

/// A script, the folder of its user, and a gateway that outlives what happens to the program.
struct CrashScene: Sendable {
    static let key = "sk-test-1234567890"
    /// Quota units of one video of the default model.
    static let price = 75_000
    /// How often a script is gone on with at most.
    private static let resumeLimit = 8

    /// Home and working folder of the user.
    let folder: String
    /// Where the calls of a run are reported, outside of what the user has.
    let reports: String
    let simulator: Simulator
    /// The names of the jobs.
    let names: [String]
    /// What the program is run with beside the key and the address.
    let variables: [String: String]

    /// One prompt each, so that the console of the gateway tells which is which.
    static func prompt(_ name: String) -> String { "a film about \(name)" }

    /// - Parameters:
    ///   - count: how many jobs the script submits.
    ///   - ending: its last lines.
    ///   - hurry: makes the program's own time as fast as that of the gateway.
    ///   - clock: what the time of the gateway is made of.
    static func with(
        jobs count: Int, settings: String = "", faults: [String] = [],
        ending: String = "wait\nsave",
        generationTime: ClosedRange<Duration> = .seconds(2)...(.seconds(6)), hurry: Hurry? = nil,
        clock: any Clock<Duration> = ContinuousClock(),
        _ body: @Sendable (CrashScene) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        // A day, after which links are dead, is longer than a test takes on any machine.
        configuration.speed = hurry.map { Double($0.factor) } ?? 100
        configuration.generationTime = generationTime
        configuration.faults = try faults.map(FaultRule.init(parsing:))
        let variables = try await hurry?.environment() ?? [:]
        let ready = configuration
        try await TemporaryFolder.with { base in
            try await Simulator.with(ready, clock: clock) { simulator in
                let scene = CrashScene(
                    folder: "\(base)/home", reports: base, simulator: simulator,
                    names: (1...count).map { "cat-\($0)" }, variables: variables)
                try FileManager.default.createDirectory(
                    atPath: scene.folder, withIntermediateDirectories: true)
                let lines = scene.names.map { "submit as \($0) -- \(prompt($0))" }
                try Data(
                    ([settings] + lines + [ending, ""]).joined(separator: "\n").utf8
                ).write(to: URL(filePath: "\(scene.folder)/cats.veo"))
                try await body(scene)
            }
        }
    }

    /// The calls of an undisturbed run.
    static func calls(
        jobs: Int, settings: String = "", faults: [String] = []
    ) async throws -> Int {
        let count = Mutex(0)
        try await with(jobs: jobs, settings: settings, faults: faults) { scene in
            let (run, report) = try await scene.run(.count)
            #expect(run.exitCode == 0, "\(run.errors)")
            try await scene.check("undisturbed")
            count.withLock { $0 = report.calls.count }
        }
        return count.withLock(\.self)
    }

    var environment: [String: String] {
        variables.merging(["VEO_API_KEY": Self.key, "VEO_BASE_URL": simulator.baseURL]) { $1 }
    }

    /// Runs or goes on with the script.
    func run(_ plan: CallCounter.Plan) async throws -> (ProgramRun, CallCounter.Report) {
        let report = "\(reports)/calls-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: report) }
        let counter = try await CallCounter.environment(plan, report: report)
        let run = try await Program.run(
            ["run", "--resume", "cats.veo"], in: folder,
            environment: environment.merging(counter) { $1 })
        return (run, CallCounter.Report(path: report))
    }

    /// Goes on with the script until all is well; what is unknown then is settled as a user would
    /// settle it who looks into the console of the gateway.
    func goOnToTheEnd(_ what: String) async throws {
        var settled: Set<Int> = []
        var last = ProgramRun(output: "", errors: "", exitCode: -1)
        for _ in 1...Self.resumeLimit {
            last = try await Program.run(
                ["run", "--resume", "cats.veo"], in: folder, environment: environment)
            if last.exitCode == 0 { return }
            try await settleUnknown(&settled)
        }
        Issue.record("\(what): still exit code \(last.exitCode): \(last.errors)")
    }

    // MARK: The console of the gateway

    struct Record: Decodable, Sendable {
        let name: String
        let number: Int
        let id: String?
        let mode: String
        let prompt: String
        let status: String
        let file: String?
        let bytes: Int?
        let sha256: String?
        let cost: Double?
    }

    func history() async throws -> [Record] { try await Self.history(in: folder) }

    /// The whole history of a user.
    static func history(in folder: String) async throws -> [Record] {
        let list = try await Program.run(["jobs", "--json", "--last", "100000"], in: folder)
        return try list.output.split(separator: "\n").map {
            try JSONDecoder().decode(Record.self, from: Data($0.utf8))
        }
    }

    private func settleUnknown(_ settled: inout Set<Int>) async throws {
        for record in try await history()
        where record.status == "unknown" && settled.insert(record.number).inserted {
            if try await !adoptOrphan(of: record) { try await sendAgain(record.number) }
        }
    }

    /// Takes up the video that the gateway has for a job and that the history does not know.
    private func adoptOrphan(of record: Record) async throws -> Bool {
        let known = Set(try await history().compactMap(\.id))
        let made = await simulator.journal()
            .filter { $0.prompt == record.prompt }.compactMap(\.task)
        guard let id = made.first(where: { !known.contains($0) }) else { return false }
        let run = try await Program.run(
            [], in: folder, environment: environment,
            input: Array("adopt @#\(record.number) \(id)\n".utf8))
        #expect(run.exitCode == 0, "\(run.errors)")
        return run.exitCode == 0
    }

    private func sendAgain(_ number: Int) async throws {
        let run = try await TerminalProgram.run(
            ["--plain"], in: folder, environment: environment.merging(["TERM": "dumb"]) { $1 },
            [
                .init("veo> ", .type("again @#\(number)\r")),
                .init("[y/N] ", .type("y\r")),
                .init("queued as", .type("\u{4}")),
            ])
        #expect(run.exitCode == 0, "\(run.output)")
    }

    // MARK: What holds in the end

    /// Each job is saved once, with its own video, and paid once, nothing half is left, and the
    /// history is whole.
    func check(_ what: String, mayKeepPart: Bool = false) async throws {
        let records = try await history()
        let made = await simulator.jobs()
        for name in names {
            let saved = records.filter { $0.file == "\(name).mp4" }
            #expect(saved.count == 1, "\(what): \(name) is saved \(saved.count) times")
            guard let video = FileManager.default.contents(atPath: "\(folder)/\(name).mp4") else {
                Issue.record("\(what): \(name).mp4 is not there")
                continue
            }
            let own = made.first { $0.prompt == Self.prompt(name) && $0.id == saved.first?.id }
            #expect(own != nil, "\(what): \(name).mp4 is the video of another job")
            #expect(
                Array(video) == own.map(simulator.video),
                "\(what): \(name).mp4 is not what was sent")
            #expect(saved.first?.bytes == video.count, "\(what)")
        }
        let files = Fixtures.files(in: folder).filter { file in
            !file.hasPrefix(".local/state/veo/history.")
                && !(mayKeepPart && file.hasSuffix(".part"))
        }
        let wanted = (names.flatMap { ["\($0).mp4", "\($0).json"] } + ["cats.veo"]).sorted()
        #expect(files == wanted, "\(what)")
        #expect(files.filter { $0.hasSuffix(".json") }.allSatisfy(isWholeJSON), "\(what)")
        let ledger = await simulator.ledger()
        #expect(ledger.charged + ledger.held == names.count * Self.price, "\(what)")
        try await Self.checkIntegrity(in: folder, what)
    }

    private func isWholeJSON(_ file: String) -> Bool {
        let data = FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data()
        return (try? JSONDecoder().decode(Record.self, from: data)) != nil
    }

    /// What SQLite itself finds wrong with the history.
    static func checkIntegrity(in folder: String, _ what: String = "") async throws {
        let path = "\(folder)/.local/state/veo/history.sqlite"
        let findings = try await DatabaseQueue(path: path).read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check")
        }
        #expect(findings == ["ok"], "\(what)")
    }
}
