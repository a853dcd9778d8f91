import FoundationEssentials
import Testing

/// The shell where nothing is drawn.
@Suite(.timeLimit(.minutes(5))) struct PlainShellTests {
    private static let arguments = [
        "--simulator", "--speed", "1", "--history", "none", "--no-init",
    ]

    /// At the end of the input a question is asked once; nobody is there to answer it.
    @Test func theEndOfTheInputIsAskedOnce() async throws {
        try await TemporaryFolder.with { folder in
            let run = try await TerminalProgram.run(
                Self.arguments + ["--plain"], in: folder, environment: ["TERM": "xterm"],
                [
                    .init("(simulator)> ", .type("set mode sync\r")),
                    .init("(simulator)> ", .type("submit as cat -- a cat\r")),
                    .init("cat: submitted", .type("\u{4}")),
                    .init("Quit?", .type("\u{4}")),
                ])
            #expect(
                run.output.ranges(of: "cat will be lost, and is billed all the same. Quit?").count
                    == 1)
            #expect(run.exitCode == 0)
        }
    }

    /// A machine of continuous integration that shows a terminal reads all the same: no board, no
    /// colours, nothing drawn over.
    @Test(arguments: ["true", "1", "woodpecker"])
    func continuousIntegrationIsPlain(value: String) async throws {
        let run = try await Self.batch(["CI": value])
        #expect(!run.output.contains("\u{1B}"))
        #expect(run.output.contains("cat-13 to cat-"))
        #expect(run.output.split(separator: "\n").count < 120)
        #expect(run.exitCode == 0)
    }

    @Test func elsewhereABoardIsDrawn() async throws {
        let run = try await Self.batch(["CI": "false"])
        #expect(run.output.contains("\u{1B}["))
        #expect(run.output.contains("40 jobs: "))
        #expect(run.exitCode == 0)
    }

    private static func batch(_ variables: [String: String]) async throws -> ProgramRun {
        try await TemporaryFolder.with { folder in
            let script =
                "budget 100\nset parallel 4\nfor n in range 1..40\n"
                + "  submit as cat-${n} -- a cat\nend\nwait\n"
            try Data(script.utf8).write(to: URL(filePath: folder + "/x.veo"))
            return try await TerminalProgram.run(
                ["run", "--simulator", "--speed", "200", "--no-init", "x.veo"], in: folder,
                environment: variables.merging(["TERM": "xterm"]) { one, _ in one }, [])
        }
    }
}
