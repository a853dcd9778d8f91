import FoundationEssentials
import Testing

/// `--step`: a script under the eyes of its user, who answers on standard input.
@Suite struct StepTests {
    private static let script = """
        prompt a cat
        for n in range 1..2
          submit as cat-${n}
        end
        wait
        print ${count.all} jobs
        """

    private static func run(answers: String) async throws -> ProgramRun {
        try await TemporaryFolder.with { folder in
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/cats.veo"))
            return try await Program.run(
                ["run", "--step", "--simulator", "--speed", "200", "cats.veo"], in: folder,
                input: Array(answers.utf8))
        }
    }

    @Test func enterRunsAndSkipLeavesOut() async throws {
        // prompt, for, the first submit, not the second, wait, print
        let run = try await Self.run(answers: "\n\ny\ns\n\n\n")
        #expect(run.output == "1 jobs\n")
        #expect(run.errors.contains("1 | prompt a cat\nEnter runs it, s skips it"))
        #expect(run.errors.contains("2 | for n in range 1..2\n3 |   submit as cat-${n}\n"))
        #expect(run.errors.contains("  = costs $0.15; $0.00 of this run is spent or waits"))
        #expect(run.errors.contains("  = costs $0.15; $0.15 of this run is spent or waits"))
        #expect(run.exitCode == 0)
    }

    /// Enter goes on to the next thing, and never buys one.
    @Test func whatIsPaidForWantsAYes() async throws {
        let run = try await Self.run(answers: "\n\n\n\nyes\ns\n\n\n")
        #expect(run.output == "1 jobs\n")
        #expect(run.errors.contains("this is paid for: y, s, c or q\nthis is paid for"))
        #expect(run.exitCode == 0)
    }

    @Test func continueAsksNoMore() async throws {
        let run = try await Self.run(answers: "what?\nc\n")
        #expect(run.output == "2 jobs\n")
        #expect(run.errors.contains("Enter, s, c or q"))
        #expect(!run.errors.contains("2 | for"))
        #expect(run.exitCode == 0)
    }

    /// The end of the input is an answer, too: nobody is there to say yes.
    @Test(arguments: ["\n\nq\n", "\n\n"])
    func quitEndsItLikeAnInterrupt(answers: String) async throws {
        let run = try await Self.run(answers: answers)
        #expect(run.output == "")
        #expect(!run.errors.contains("submitted"))
        #expect(run.exitCode == 130)
    }

    @Test func aScriptOnStandardInputLeavesNoRoomForAnswers() async throws {
        try await TemporaryFolder.with { folder in
            let run = try await Program.run(["run", "--step", "-"], in: folder)
            #expect(run.errors.contains("--step reads its answers from standard input"))
            #expect(run.exitCode == 1)
        }
    }
}
