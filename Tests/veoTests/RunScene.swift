import FoundationEssentials
import Subprocess
import Testing
import VeoSimulator

/// A folder with a script, and a gateway that outlives the runs: what counts is what that gateway has
/// been asked for and has charged.
struct RunScene: Sendable {
    static let key = "sk-test-1234567890"
    /// Quota units of one video of the default model.
    static let price = 75_000

    let folder: String
    let simulator: Simulator

    func write(_ script: String, _ name: String = "cats.veo") throws {
        let url = URL(filePath: "\(folder)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(script.utf8).write(to: url)
    }

    func remove(_ names: String...) throws {
        for name in names { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
    }

    var environment: [String: String] {
        ["VEO_API_KEY": Self.key, "VEO_BASE_URL": simulator.baseURL]
    }

    func run(_ options: String...) async throws -> ProgramRun {
        try await run(options + ["cats.veo"])
    }

    /// `veo run` with these words, in a folder of the scene's.
    func run(
        _ words: [String], in place: String = ".", input: String = "", home: String? = nil
    ) async throws -> ProgramRun {
        var environment = environment
        // One history, wherever the program runs.
        environment["XDG_STATE_HOME"] = home ?? "\(folder)/.local/state"
        let run = try await Program.run(
            ["run"] + words, in: "\(folder)/\(place)", environment: environment,
            input: Array(input.utf8))
        try Leftovers.check(run, in: folder, key: Self.key)
        return run
    }

    /// The shell, with these lines.
    func shell(_ lines: String...) async throws -> ProgramRun {
        try await Program.run(
            [], in: folder, environment: environment,
            input: Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// Runs the script and kills it as soon as it says `event`.
    func runKilled(when event: String, _ options: String...) async throws {
        let run = try await Program.run(
            ["run"] + options + ["cats.veo"], in: folder, environment: environment,
            sending: [.kill], whenPrinting: event)
        #expect(run.exitCode == -9, "\(run.errors)")
    }

    /// Videos that the gateway has been asked for, and what it will have charged.
    func creates() async -> Int { await simulator.journal().count { $0.method == "POST" } }
    func charged() async -> Int {
        let ledger = await simulator.ledger()
        return ledger.charged + ledger.held
    }

    static func with(
        speed: Double? = nil, faults: [String] = [],
        _ body: @Sendable (RunScene) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration.quick
        if let speed {
            configuration = SimulatorConfiguration()
            configuration.speed = speed
        }
        configuration.faults = try faults.map(FaultRule.init(parsing:))
        let ready = configuration
        try await TemporaryFolder.with { folder in
            try await Simulator.with(ready) { simulator in
                try await body(RunScene(folder: folder, simulator: simulator))
            }
        }
    }
}
