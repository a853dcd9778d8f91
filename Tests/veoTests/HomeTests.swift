import FoundationEssentials
import Glibc
import Testing

/// Where the program looks for what it obeys, and whose that must be.
@Suite struct HomeTests {
    private static let script = "print ready\n"

    private static func write(_ text: String, to path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    /// In a folder with a start-up file of its own that would be obeyed.
    private static func run(_ line: String) async throws -> ProgramRun {
        try await TemporaryFolder.with { folder in
            try write("print obeyed\n", to: folder + "/.config/veo/init.veo")
            try write(script, to: folder + "/x.veo")
            return try await Program.run(
                ["run", "--simulator", "--history", "none", "x.veo"], in: folder, line: line)
        }
    }

    @Test func theHomeIsObeyed() async throws {
        #expect(try await Self.run("exec \"$@\"").output == "obeyed\nready\n")
    }

    /// The folder that one stands in is no home, however the variables are set.
    @Test(arguments: [
        "unset HOME; exec \"$@\"", "HOME= exec \"$@\"", "HOME=. exec \"$@\"",
        "unset HOME; XDG_CONFIG_HOME=.config exec \"$@\"",
        "unset HOME; XDG_CONFIG_HOME=./.config exec \"$@\"",
    ])
    func aStrangersFolderIsNot(line: String) async throws {
        let run = try await Self.run(line)
        #expect(run.output == "ready\n")
        #expect(run.exitCode == 0)
    }

    @Test(arguments: [
        ("chmod 666 .config/veo/init.veo", "everybody may write to it"),
        ("chmod 777 .config/veo", "everybody may write to its folder"),
        ("rm .config/veo/init.veo; mkfifo .config/veo/init.veo", "it is no plain file"),
        ("rm .config/veo/init.veo; mkdir .config/veo/init.veo", "it is no plain file"),
    ])
    func whatOthersMayWriteIsNot(change: String, reason: String) async throws {
        let run = try await Self.run("\(change); exec \"$@\"")
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("/.config/veo/init.veo is not obeyed: \(reason)"))
        #expect(run.errors.contains("`--no-init` goes on without it"))
        #expect(run.exitCode == 2)
        let without = try await Self.run("\(change); exec \"$@\" --no-init")
        #expect(without.output == "ready\n")
    }

    @Test(.enabled(if: geteuid() == 0)) func norIsAnotherUsers() async throws {
        let run = try await Self.run("chown 65534 .config/veo/init.veo; exec \"$@\"")
        #expect(run.errors.contains("it belongs to another user, nobody"))
        #expect(run.exitCode == 2)
    }
}
