import FoundationEssentials
import Testing

/// Streams that are not what a program expects of them.
@Suite struct StandardStreamTests {
    private static let script = "submit as cat -- a cat\nwait\nsave\n"
    private static let arguments = ["run", "--simulator", "--speed", "200", "cat.veo"]

    private static func run(_ line: String, _ arguments: [String]) async throws -> (
        ProgramRun, files: [String]
    ) {
        try await TemporaryFolder.with { folder in
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/cat.veo"))
            let run = try await Program.run(arguments, in: folder, line: line)
            return (run, Fixtures.files(in: folder))
        }
    }

    /// The work is done, and that its report is missing is told.
    @Test(arguments: [arguments, ["run", "--json"] + arguments.dropFirst(), ["--version"]])
    func whatCannotBePrintedIsTold(arguments: [String]) async throws {
        let (run, files) = try await Self.run("exec \"$@\" > /dev/full", arguments)
        #expect(run.exitCode == 7)
        #expect(
            run.errors.hasSuffix(
                "error: could not write standard output: No space left on device\n"),
            "\(run.errors)")
        #expect(arguments == ["--version"] || files.contains("cat.mp4"))
    }

    /// A reader that has seen enough is no failure.
    @Test func aReaderMayGoAway() async throws {
        let (run, _) = try await Self.run("\"$@\" | true", Self.arguments)
        #expect(run.errors.contains("cat: completed"))
        #expect(!run.errors.contains("standard output"), "\(run.errors)")
    }

    /// No file of the program takes the place of a stream that is closed.
    @Test func closedStreams() async throws {
        let (run, files) = try await Self.run(
            "exec \"$@\" <&- >&- 2>&-", Self.arguments)
        #expect(run.exitCode == 0)
        #expect(files.filter { !$0.hasPrefix(".") } == ["cat.json", "cat.mp4", "cat.veo"])
    }
}
