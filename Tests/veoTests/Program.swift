import FoundationEssentials
import Subprocess
import SystemPackage

/// What one run of the program printed and how it ended.
struct ProgramRun: Sendable {
    var output: String
    var errors: String
    var exitCode: Int32
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

    /// The environment of a user whose home is `folder`.
    static func environment(_ variables: [String: String], home folder: String) -> Environment {
        var variables = variables
        variables["HOME"] = folder
        variables["PATH"] = "/usr/bin:/bin"
        variables["LANG"] = "C.UTF-8"
        return .custom(
            variables.reduce(into: [:]) { $0[Environment.Key(rawValue: $1.key)!] = $1.value })
    }

    /// - Parameters:
    ///   - fileBlocks: how large a file may become, in blocks of 512 bytes.
    ///   - line: a line of a shell that runs the program; its command line is `"$@"` there.
    static func run(
        _ arguments: [String], in folder: String, environment: [String: String] = [:],
        input: [UInt8] = [], fileBlocks: Int? = nil, line: String? = nil
    ) async throws -> ProgramRun {
        var arguments = arguments
        var executable = path
        let limit = fileBlocks.map { "ulimit -f \($0); trap '' XFSZ; exec \"$@\"" }
        if let line = line ?? limit {
            arguments = ["-c", line, "sh", path] + arguments
            executable = "/bin/sh"
        }
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(arguments),
            environment: self.environment(environment, home: folder),
            workingDirectory: FilePath(folder), input: .array(input),
            output: .string(limit: outputLimit), error: .string(limit: outputLimit))
        return ProgramRun(
            output: result.standardOutput, errors: result.standardError,
            exitCode: exitCode(result.terminationStatus))
    }

    /// Runs the program, and sends it `signal` as soon as it prints `event` on standard error.
    static func run(
        _ arguments: [String], executable: String = path, in folder: String,
        environment: [String: String], sending signals: [Signal], whenPrinting event: String
    ) async throws -> ProgramRun {
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(arguments),
            environment: self.environment(environment, home: folder),
            workingDirectory: FilePath(folder), input: .none,
            output: .string(limit: outputLimit), error: .sequence
        ) { execution in
            var text = ""
            var rest = signals[...]
            for try await line in execution.standardError.strings() {
                text += line + "\n"
                // Each further signal answers what the one before made the program say.
                if rest.count < signals.count || line.contains(event), let next = rest.popFirst() {
                    try execution.send(signal: next)
                }
            }
            return text
        }
        return ProgramRun(
            output: result.standardOutput, errors: result.closureResult,
            exitCode: exitCode(result.terminationStatus))
    }

    /// Runs the program, does `body` once it has printed all `events` on standard error, in whatever
    /// order, and kills it.
    static func whileRunning(
        _ arguments: [String], in folder: String, environment: [String: String],
        after events: String..., do body: @escaping @Sendable () async throws -> Void
    ) async throws {
        _ = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments),
            environment: self.environment(environment, home: folder),
            workingDirectory: FilePath(folder), input: .none,
            output: .string(limit: outputLimit), error: .sequence
        ) { execution in
            var awaited = events
            for try await line in execution.standardError.strings() where !awaited.isEmpty {
                awaited.removeAll { line.contains($0) }
                guard awaited.isEmpty else { continue }
                do { try await body() } catch {
                    try execution.send(signal: .kill)
                    throw error
                }
                try execution.send(signal: .kill)
            }
        }
    }

    static func exitCode(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    }
}
