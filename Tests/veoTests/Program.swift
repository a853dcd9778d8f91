import FoundationEssentials
import Subprocess
import SystemPackage

/// What one run of the program printed and how it ended.
struct ProgramRun: Sendable {
    var output: String
    var errors: String
    var exitCode: Int32

    /// Without what differs from run to run: ids, ports, elapsed times, the temporary folder.
    func normalized(folder: String, baseURL: String) -> ProgramRun {
        func clean(_ text: String) -> String {
            text.replacing(folder, with: "FOLDER")
                .replacing(baseURL, with: "BASE_URL")
                .replacing(baseURL.dropLast(3), with: "GATEWAY")
                .replacing(/video_[0-9a-f-]{36}/, with: "video_ID")
                .replacing(/foaicmpl-[0-9a-f-]{36}/, with: "foaicmpl-ID")
                .replacing(/\d+:\d\d(:\d\d)?\b/, with: "0:00")
                .replacing(/in \d+(\.\d)? s\b/, with: "in N s")
                // Whether a poll meets the job while it runs is a matter of time.
                .replacing(/(?m)^[^ \n]+: running\n/, with: "")
        }
        return ProgramRun(output: clean(output), errors: clean(errors), exitCode: exitCode)
    }
}

/// The program under test, as it was built beside the tests.
enum Program {
    static let path: String = {
        // The test bundle and the program lie in one folder.
        let bundle =
            CommandLine.arguments.first { $0.hasSuffix(".xctest") }
            ?? CommandLine.arguments[0]
        let start = URL(filePath: bundle).deletingLastPathComponent()
        let folders = [start, start.deletingLastPathComponent(), URL(filePath: ".build/debug")]
        return folders.map { $0.appending(path: "veo").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) } ?? ".build/debug/veo"
    }()

    static let outputLimit = 16 * 1024 * 1024

    static func run(
        _ arguments: [String], in folder: String, environment: [String: String] = [:],
        input: [UInt8] = []
    ) async throws -> ProgramRun {
        var variables = environment
        variables["HOME"] = folder
        variables["PATH"] = "/usr/bin:/bin"
        variables["LANG"] = "C.UTF-8"
        let values = Environment.custom(
            variables.reduce(into: [:]) { $0[Environment.Key(rawValue: $1.key)!] = $1.value })
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: values,
            workingDirectory: FilePath(folder), input: .array(input),
            output: .string(limit: outputLimit), error: .string(limit: outputLimit))
        let exitCode: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        return ProgramRun(
            output: result.standardOutput, errors: result.standardError, exitCode: exitCode)
    }
}
