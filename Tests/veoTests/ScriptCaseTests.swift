import FoundationEssentials
import Glibc
import Testing
import VeoSimulator

/// Runs every script of the folder `Scripts` with the real program over real sockets.
///
/// With `VEO_RECORD=1` in the environment, what is seen becomes what is expected.
@Suite struct ScriptCaseTests {
    @Test(arguments: ScriptCase.all)
    func script(_ script: ScriptCase) async throws {
        var configuration = SimulatorConfiguration()
        configuration.speed = 2_000
        configuration.faults = try script.values("fault").map(FaultRule.init(parsing:))
        let seen = try await Simulator.with(configuration) { simulator in
            let run = try await Self.run(script, baseURL: simulator.baseURL)
            return (run: run, journal: await simulator.journal())
        }
        let run = seen.run
        if ProcessInfo.processInfo.environment["VEO_RECORD"] == "1" {
            try script.record(run.output, "out")
            try script.record(run.errors, "err")
            try script.record(run.exitCode == 0 ? "" : "\(run.exitCode)\n", "exit")
        }
        #expect(run.output == script.expected("out"))
        #expect(run.errors == script.expected("err"))
        let exitCode = script.expected("exit").trimmingSuffix { $0 == "\n" }
        #expect("\(run.exitCode)" == (exitCode.isEmpty ? "0" : exitCode))
        for requests in script.values("requests") {
            try Self.check(requests, seen.journal)
        }
    }

    private static func run(_ script: ScriptCase, baseURL: String) async throws -> ProgramRun {
        try await TemporaryFolder.with { folder in
            try Fixtures.place(script.values("file"), in: folder)
            let file = "\(folder)/\(script.name).veo"
            try Data(script.bytes).write(to: URL(filePath: file))
            var environment = script.values("env").reduce(into: [String: String]()) {
                result, pair in
                let parts = pair.split(separator: "=", maxSplits: 1)
                result[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
            }
            if script.values("key") != ["none"] {
                environment["VEO_API_KEY"] = "sk-test-1234567890"
            }
            if !script.has("no-base-url") { environment["VEO_BASE_URL"] = baseURL }
            let options = script.values("option").flatMap {
                $0.split(separator: " ").map(String.init)
            }
            let run =
                script.has("pipe")
                ? try await Program.run(
                    options, in: folder, environment: environment, input: script.bytes)
                : try await Program.run(
                    ["run", "\(script.name).veo"] + options, in: folder, environment: environment)
            return run.normalized(folder: folder, baseURL: baseURL)
        }
    }

    private static func check(_ requests: String, _ journal: [JournalEntry]) throws {
        if requests == "none" {
            #expect(journal.isEmpty, "nothing may be sent")
            return
        }
        for pair in requests.split(separator: " ") {
            let parts = pair.split(separator: "=")
            let step = String(parts[0])
            let count = try #require(Int(parts[1]))
            #expect(journal.count { $0.step?.rawValue == step } == count, "requests of \(step)")
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, predicate(last) { text.removeLast() }
        return text
    }
}
