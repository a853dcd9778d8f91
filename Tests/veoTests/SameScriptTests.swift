import FoundationEssentials
import Testing
import VeoSimulator

/// The same text works typed at the prompt, in a file and through a pipe.
@Suite struct SameScriptTests {
    private static let key = "sk-test-1234567890"
    private static let script = """
        set model veo-3.1-fast
        set parallel 1
        let who = 一只猫
        prompt \"""
          ${who}, it's "nice"
          two lines
          \"""
        submit as cat
        for n in range 1..2
          submit as take-${n} mode=sync -- take ${n} of ${who}
        end
        wait
        save @cat to cat-of-${job.name}.mp4
        save
        again @cat as more -- ${who} again
        wait
        expect @all status == completed

        """

    /// What became of a job, but for what differs from run to run.
    private struct Line: Decodable, Hashable {
        let name: String
        let number: Int
        let model: String
        let mode: String
        let prompt: String
        let status: String
        let cost: Double
        let file: String?
        let sha256: String?
    }

    private enum Way: CaseIterable {
        case file, pipe, prompt
    }

    private static func jobs(_ way: Way) async throws -> [Line] {
        let configuration = SimulatorConfiguration.quick
        return try await TemporaryFolder.with { folder in
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/script.veo"))
            return try await Simulator.with(configuration) { simulator in
                var environment = ["VEO_API_KEY": key, "VEO_BASE_URL": simulator.baseURL]
                switch way {
                case .file, .pipe:
                    let run = try await Program.run(
                        way == .file ? ["run", "script.veo"] : [], in: folder,
                        environment: environment,
                        input: way == .file ? [] : Array(script.utf8))
                    #expect(run.exitCode == 0, "\(run.errors)")
                case .prompt:
                    environment["TERM"] = "dumb"
                    let shown = try await PythonTool.run(
                        "terminal.py", [Program.path, "shell", "--plain"], script, in: folder,
                        environment: Program.environment(environment, home: folder))
                    #expect(!shown.contains("error"), "\(shown)")
                }
                let list = try await Program.run(["jobs", "--json"], in: folder)
                return try list.output.split(separator: "\n").map {
                    try JSONDecoder().decode(Line.self, from: Data($0.utf8))
                }
            }
        }
    }

    @Test func fromAFileAndThroughAPipe() async throws {
        let jobs = try await Self.jobs(.file)
        #expect(jobs.map(\.name) == ["cat", "take-1", "take-2", "more"])
        #expect(jobs.compactMap(\.file) == ["cat-of-cat.mp4", "take-1.mp4", "take-2.mp4"])
        #expect(try await Self.jobs(.pipe) == jobs)
    }

    @Test(.enabled(if: PythonTool.isThere, Comment(rawValue: PythonTool.comment)))
    func typedAtThePrompt() async throws {
        #expect(try await Self.jobs(.prompt) == Self.jobs(.file))
    }
}
