import FoundationEssentials
import Subprocess
import SystemPackage
import Testing
import VeoSimulator

/// `show request curl` gives a line that does what the next submit would do: pasted into a shell,
/// it makes the same video.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "needs curl"))
struct CurlTests {
    private static let key = "sk-test-1234567890"

    /// What a shell, a form or JSON could misunderstand.
    private static let prompt = """
        it's `x` $HOME $5 \\n "quoted" @file;type=a %41 {b} 一只猫 🎬
        JSON
          second line \\
        """

    @Test(arguments: [
        "set mode async",
        "set mode sync",
        "set model veo-3.1-fast-fl\nimage \"it's a.jpg\" \"b \\\"q\\\".jpg\"",
        "set model veo-3.1-fast-fl\nset mode sync\nimage \"it's a.jpg\"",
    ])
    func thePastedLineMakesTheSameVideo(settings: String) async throws {
        let script = "\(settings)\nprompt '''\n\(Self.prompt)\n'''\n"
        let pasted = try await Self.answer(to: script + "show request curl\n") { line, folder in
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", line],
                environment: Program.environment(["VEO_API_KEY": Self.key], home: folder),
                workingDirectory: FilePath(folder), output: .string(limit: 1_048_576),
                error: .discarded)
            return result.standardOutput
        }
        let submitted = try await Self.answer(to: script + "submit\nwait\nshow @last\n") {
            report, _ in report
        }
        let video = try #require(Self.identifier(in: submitted), "\(submitted)")
        #expect(pasted.contains(video), "\(pasted)")
    }

    /// The id of a task, or the name of the file of a sync answer: both follow from the model, the
    /// prompt and the seed.
    private static func identifier(in report: String) -> String? {
        let lines = report.split(separator: "\n")
        let url = lines.first { $0.hasPrefix("url ") }
        let id = lines.first { $0.hasPrefix("id ") && $0.contains("video_") }
        return (id ?? url)?.split(whereSeparator: { " /".contains($0) }).last.map(String.init)
    }

    private static func answer(
        to script: String,
        _ use: @Sendable (_ output: String, _ folder: String) async throws -> String
    ) async throws -> String {
        let configuration = SimulatorConfiguration.quick
        return try await TemporaryFolder.with { folder in
            for name in ["it's a.jpg", "b \"q\".jpg"] {
                try FileManager.default.copyItem(
                    atPath: "\(Fixtures.examples)/harbour.jpg", toPath: "\(folder)/\(name)")
            }
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/script.veo"))
            return try await Simulator.with(configuration) { simulator in
                let run = try await Program.run(
                    ["run", "script.veo"], in: folder,
                    environment: ["VEO_API_KEY": key, "VEO_BASE_URL": simulator.baseURL])
                #expect(run.exitCode == 0, "\(run.errors)")
                #expect(!run.output.contains(key))
                return try await use(run.output, folder)
            }
        }
    }
}
