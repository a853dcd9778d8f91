import FoundationEssentials
import Subprocess
import SystemPackage

/// The Python environment that `Scripts/setup --dev` makes, with what nobody here wrote.
enum PythonTool {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static let interpreter = "\(root)/.build/python/bin/python"

    /// Whether it was made, from what is wanted now.
    static var isThere: Bool {
        let files = FileManager.default
        return files.isExecutableFile(atPath: interpreter)
            && files.contentsEqual(
                atPath: "\(root)/Tests/Python/requirements.txt",
                andPath: "\(root)/.build/python/requirements.txt")
    }

    /// What tests say that are skipped without it.
    static let comment = "needs the Python environment of `Scripts/setup --dev`"

    static let eventSchema = "\(root)/Sources/veo/Documentation.docc/events.schema.json"

    /// What is wrong with lines of JSON by a schema; empty when nothing is.
    static func findings(in lines: String, by schema: String) async throws -> String {
        try await run("validate.py", [schema], lines)
    }

    /// What a script of `Tests/Python` prints, its errors last.
    static func run(
        _ script: String, _ arguments: [String], _ input: String, in folder: String = ".",
        environment: Environment = .inherit.updating(["PYTHONUTF8": "1"])
    ) async throws -> String {
        let result = try await Subprocess.run(
            .path(FilePath(interpreter)),
            arguments: Arguments(["\(root)/Tests/Python/\(script)"] + arguments),
            environment: environment, workingDirectory: FilePath(folder), input: .string(input),
            output: .string(limit: 1_048_576), error: .string(limit: 65_536))
        return result.standardOutput + result.standardError
    }
}
