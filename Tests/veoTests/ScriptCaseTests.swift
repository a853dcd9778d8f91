import FoundationEssentials
import Testing
import VeoSimulator

/// Runs every script of the folder `Scripts` with the real program over real sockets.
///
/// With `VEO_RECORD=1` in the environment, what is seen becomes what is expected.
@Suite struct ScriptCaseTests {
    @Test(.timeLimit(.minutes(5)), arguments: ScriptCase.all)
    func script(_ script: ScriptCase) async throws {
        var configuration = SimulatorConfiguration.quick
        if let speed = script.values("speed").first.flatMap({ Double($0) }) {
            configuration = SimulatorConfiguration()
            configuration.speed = speed
        }
        if let name = script.values("profile").first {
            configuration.profile = try #require(SimulatorProfile(rawValue: name))
        }
        configuration.faults = try script.values("fault").map(FaultRule.init(parsing:))
        let seen = try await RunningPrograms.with {
            try await Simulator.with(configuration) { simulator in
                let run = try await Self.run(script, baseURL: simulator.baseURL)
                return (run: run, journal: await simulator.journal())
            }
        }
        var run = seen.run
        if script.has("any-order") { run = run.withSortedOutput }
        if ProcessInfo.processInfo.environment["VEO_RECORD"] == "1" {
            try script.record(run.output, "out")
            try script.record(run.errors, "err")
            try script.record(run.exitCode == 0 ? "" : "\(run.exitCode)\n", "exit")
        }
        #expect(run.output == script.expected("out"))
        #expect(run.errors == script.expected("err"))
        let exitCode = script.expected("exit").split(separator: "\n").first ?? "0"
        #expect("\(run.exitCode)" == exitCode)
        for requests in script.values("requests") { Self.check(requests, seen.journal) }
    }

    /// Each example is run by a case, so that none of them can rot.
    @Test func examplesAreCases() throws {
        let examples = Fixtures.files(in: Fixtures.examples).filter { $0.hasSuffix(".veo") }
        #expect(!examples.isEmpty)
        let run = Set(ScriptCase.all.flatMap { $0.values("example") })
        #expect(run == Set(examples))
    }

    private static func run(_ script: ScriptCase, baseURL: String) async throws -> ProgramRun {
        try await TemporaryFolder.with { folder in
            func filled(_ text: String) -> String { text.replacing("GATEWAY", with: baseURL) }
            try Fixtures.place(script.values("file").map(filled), in: folder)
            try Fixtures.placeBytes(script.values("bytes"), in: folder)
            let bytes = try script.script()
            var file = "\(script.name).veo"
            if let example = script.values("example").first {
                try Fixtures.placeExamples(in: folder)
                file = example
            }
            try Data(bytes).write(to: URL(filePath: "\(folder)/\(file)"))
            let environment = environment(of: script, baseURL: baseURL, filled)
            for first in script.values("first") {
                _ = try await Program.run(["run", first], in: folder, environment: environment)
            }
            try Fixtures.spoil(script, in: folder)
            var options = script.values("option").flatMap { filled($0).split(separator: " ") }
                .map(String.init)
            if script.has("inside") { options += ["--simulator", "--speed", "200"] }
            let arguments = script.has("pipe") ? [] : [script.has("check") ? "check" : "run", file]
            var run = try await Program.run(
                arguments + options, in: folder, environment: environment,
                input: script.has("pipe") ? bytes : [],
                fileBlocks: script.values("limit").first.flatMap { Int($0) })
            try Leftovers.check(run, in: folder, key: environment["VEO_API_KEY"])
            for name in script.values("show") {
                run.output += "--- \(name)\n" + Fixtures.text("\(folder)/\(name)")
            }
            return run.normalized(folder: folder, baseURL: baseURL)
        }
    }

    private static func environment(
        of script: ScriptCase, baseURL: String, _ filled: (String) -> String
    ) -> [String: String] {
        var environment: [String: String] = [:]
        for pair in script.values("env") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            environment[String(parts[0])] = parts.count > 1 ? filled(String(parts[1])) : ""
        }
        let key = script.values("key").first ?? "sk-test-1234567890"
        if key != "none" { environment["VEO_API_KEY"] = key }
        if !script.has("no-base-url") && !script.has("inside") {
            environment["VEO_BASE_URL"] = baseURL
        }
        return environment
    }

    private static func check(_ requests: String, _ journal: [JournalEntry]) {
        let seen = journal.map { "\($0.method) \($0.path) → \($0.status ?? 0)" }
        if requests == "none" {
            #expect(seen == [], "nothing may be sent")
            return
        }
        for pair in requests.split(separator: " ") {
            let parts = pair.split(separator: "=")
            let count = journal.count { $0.step?.rawValue == String(parts[0]) }
            #expect("\(count)" == parts[1], "requests of \(parts[0]): \(seen)")
        }
    }
}
