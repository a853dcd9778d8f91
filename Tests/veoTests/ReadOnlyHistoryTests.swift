import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import Testing

/// A history that this user may read and not write. Root may write all: its runs are those of
/// nobody.
@Suite struct ReadOnlyHistoryTests {
    private static let isRoot = geteuid() == 0
    private static let setpriv = "/usr/bin/setpriv"
    private static let isPossible = !isRoot || access(setpriv, X_OK) == 0

    private static func run(_ arguments: [String], in folder: String) async throws -> ProgramRun {
        var command = [Program.path] + arguments
        if isRoot {
            command = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"] + command
        }
        let result = try await Subprocess.run(
            .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())),
            environment: Program.environment([:], home: folder),
            workingDirectory: FilePath(folder), input: .none,
            output: .string(limit: Program.outputLimit), error: .string(limit: Program.outputLimit))
        guard case .exited(let code) = result.terminationStatus else { throw CancellationError() }
        return ProgramRun(
            output: result.standardOutput, errors: result.standardError, exitCode: code)
    }

    /// The history, the folder that it is in, and how a run on them ends.
    private static func withHistory(
        fileMode: mode_t, folderMode: mode_t, _ body: (ProgramRun, String) throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let place = folder + "/kept"
            let path = place + "/history.sqlite"
            #expect(mkdir(folder + "/open", 0o777) == 0 && chmod(folder + "/open", 0o777) == 0)
            let script = "submit as cat -- a cat\nwait\nsave to open/\nprint ready\n"
            try Data(script.utf8).write(to: URL(filePath: folder + "/x.veo"))
            let made = try await Program.run(
                ["run", "--simulator", "--speed", "200", "--history", path, "x.veo"], in: folder)
            #expect(made.exitCode == 0)
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(chmod(path, fileMode) == 0 && chmod(place, folderMode) == 0)
            #expect(chmod(folder, 0o755) == 0)
            let run = try await run(
                ["run", "--simulator", "--history", path, "x.veo"], in: folder)
            #expect(run.exitCode == 7)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("--history none"))
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            try body(run, path)
            // What only reads goes on, too.
            let jobs = try await Self.run(["jobs", "--history", path], in: folder)
            #expect(jobs.exitCode == 0)
            #expect(jobs.output.contains("cat") && jobs.output.contains("completed"))
            let plan = try await Self.run(
                ["run", "--dry-run", "--history", path, "x.veo"], in: folder)
            #expect(plan.exitCode == 0)
            let backup = try await Self.run(
                ["history", "backup", "--history", path, folder + "/open/copy"], in: folder)
            #expect(backup.exitCode == 0 && backup.errors.isEmpty)
            let runs = try await Self.run(["history", "--history", path], in: folder)
            #expect(runs.errors == "every run has ended\n")
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            #expect(chmod(place, 0o755) == 0)
            // Without a history all goes on.
            let without = try await Self.run(
                ["run", "--simulator", "--speed", "200", "--history", "none", "x.veo"], in: folder)
            #expect(without.output.hasSuffix("ready\n"))
        }
    }

    @Test(.enabled(if: isPossible)) func aReadOnlyFile() async throws {
        try await Self.withHistory(fileMode: 0o444, folderMode: 0o777) { run, path in
            #expect(run.errors.hasPrefix("error: cannot write \(path): Permission denied\n"))
        }
    }

    /// SQLite needs to make two files beside it.
    @Test(.enabled(if: isPossible)) func aReadOnlyFolder() async throws {
        try await Self.withHistory(fileMode: 0o666, folderMode: 0o555) { run, path in
            #expect(
                run.errors.hasPrefix(
                    "error: cannot write in the folder of \(path): Permission denied\n"))
        }
    }
}
