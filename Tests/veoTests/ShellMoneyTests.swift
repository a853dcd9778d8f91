import FoundationEssentials
import Testing
import VeoSimulator

/// What a line at the prompt may cost: nothing is bought that a person did not ask for.
@Suite(.timeLimit(.minutes(5))) struct ShellMoneyTests {
    /// Types lines at a gateway that takes money; returns what was shown and what was bought.
    private static func type(
        _ lines: [(line: String, answer: String)], initFile: String? = nil
    ) async throws -> (shown: String, creates: Int) {
        try await TemporaryFolder.with { folder in
            if let initFile {
                let home = "\(folder)/.config/veo"
                try FileManager.default.createDirectory(
                    atPath: home, withIntermediateDirectories: true)
                try Data(initFile.utf8).write(to: URL(filePath: "\(home)/init.veo"))
            }
            return try await Simulator.with(.quick) { simulator in
                var steps: [TerminalProgram.Step] = []
                for (line, answer) in lines {
                    steps.append(.init(steps.isEmpty ? "veo> " : "", .type(line + "\r")))
                    steps.append(.init(answer, .type("")))
                    // What is typed while a line runs is kept for later.
                    if !answer.hasSuffix("Submit?") { steps.append(.init("veo> ", .type(""))) }
                }
                steps.append(.init("", .type("\u{4}")))
                let run = try await TerminalProgram.run(
                    [], in: folder,
                    environment: [
                        "VEO_BASE_URL": simulator.baseURL, "VEO_API_KEY": "sk-test-1234567890",
                        "TERM": "xterm",
                    ], steps)
                let creates = await simulator.journal().count { $0.step == .create }
                return (run.output, creates)
            }
        }
    }

    @Test func aQuestionMarkBuysNothing() async throws {
        let end = try await Self.type([
            ("?submit -- a cat", "is not help here"), ("submit?", "each costs money"),
        ])
        #expect(end.creates == 0)
    }

    /// A line that is wrong takes no budget with it.
    @Test(arguments: ["foo\nbudget 0.20\n", "set mode fast\nbudget 0.20\n"])
    func whatIsRightOfAStartUpFileHolds(file: String) async throws {
        let end = try await Self.type(
            [("submit x3 -- a cat", "over budget"), ("budget", "budget $0.20: $0.00 spent")],
            initFile: file)
        #expect(
            end.shown.contains(
                "init.veo: 1 of 2 commands was not applied; the rest holds, also the budget of $0.20"
            ))
        #expect(end.creates == 0)
    }

    @Test(arguments: ["budgt 0.20\n", "budget lots\n"])
    func aBudgetThatIsNotUnderstoodHoldsAll(file: String) async throws {
        let end = try await Self.type(
            [
                ("submit -- a cat", "nothing is submitted"), ("budget none", ""),
                ("submit as cat -- a cat", "cat: queued"),
            ], initFile: file)
        #expect(end.creates == 1)
    }

    /// Eight videos for two dollars, pasted with what shows that they are there.
    private static let eight =
        "\u{1B}[200~submit x8 as cat model=veo-3.1 -- a cat\nwait\nprint made ${count.completed}"
        + "\u{1B}[201~"

    /// Nobody types nine dollars by accident; with a budget they are meant.
    @Test(arguments: [
        (answer: "n", creates: 0), (answer: "", creates: 0), (answer: "y", creates: 8),
    ])
    func aSumIsAskedAbout(answer: String, creates: Int) async throws {
        let end = try await Self.type([
            (
                Self.eight,
                "8 videos for $2.00, and no `budget` is set. Submit?"
            ),
            (answer, answer == "y" ? "made 8" : "nothing was sent"),
        ])
        #expect(end.creates == creates)
    }

    @Test func whatABudgetAllowsIsNotAskedAbout() async throws {
        let end = try await Self.type([
            ("budget 3", ""), (Self.eight, "made 8"),
        ])
        #expect(end.creates == 8)
        #expect(!end.shown.contains("Submit?"))
    }

    /// What the lines before have bought counts.
    @Test func oneSumForAllLines() async throws {
        let end = try await Self.type([
            ("budget $0.20", ""), ("submit as cat -- a cat", "cat: queued"),
            (
                "submit -- a dog",
                "over budget: $0.15 is spent or waiting, this would add $0.15, and the budget is"
            ),
        ])
        #expect(end.creates == 1)
    }
}
