import ArgumentParser
import LineEditor
import VeoSession

/// What is done with the history as a file.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Copy the history, or say what became of a run.",
        discussion: "Without a subcommand, it lists the runs whose end it does not know.",
        subcommands: [Runs.self, Backup.self, Settle.self],
        defaultSubcommand: Runs.self)

    /// The history that a subcommand is about.
    struct Place: ParsableArguments {
        @Option(
            name: .customLong("history"), help: ArgumentHelp("The history.", valueName: "FILE"),
            transform: PathArgument.expanded)
        var file: String?

        func path() throws(RunFailure) -> String {
            let path: String
            if let file {
                path = file
            } else {
                path = try FileLocations(Live.environment).history()
            }
            guard History.isThere(path) else {
                throw RunFailure(
                    "there is no history \(path)", help: ["`--history FILE` names another one"],
                    exitCode: .machine)
            }
            return path
        }
    }

    struct Runs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "runs", abstract: "List the runs whose end the history does not know.")

        @OptionGroup var place: Place

        func run() async throws {
            let history = try History(reading: try place.path())
            try await history.settleDeadRuns(at: Live.now())
            let runs = try await history.unfinishedRuns()
            guard !runs.isEmpty else {
                StandardStream.error.write("every run has ended\n")
                return
            }
            let heading = ["#", "script", "since", "what is known"]
            let table = TextTable(rows: [heading] + runs.map(row), rightAligned: [0]).text
            StandardStream.output.write(TerminalText.escaped(table, keepsColors: false) + "\n")
        }

        private func row(_ run: UnfinishedRun) -> [String] {
            let host = run.host.map { " on \($0)" } ?? ""
            return [
                "\(run.number)", run.script ?? "the shell", Rerun.time(run.startedAt),
                run.isPartial
                    ? "this file was copied before it had ended: `veo history settle \(run.number)`"
                    : "process \(run.process)\(host)",
            ]
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract:
                "Write a whole copy of the history to a new file, also while runs are at work.")

        @Argument(
            help: "The new file; one that is there is never written over.",
            transform: PathArgument.expanded)
        var file: String

        @OptionGroup var place: Place

        func run() async throws {
            let history = try History(reading: try place.path())
            // What is dead has ended in the copy, too.
            try await history.settleDeadRuns(at: Live.now())
            try history.backup(to: file)
            let open = try await history.unfinishedRuns().count
            guard open > 0 else { return }
            StandardStream.error.write(
                "\(open == 1 ? "a run is" : "\(open) runs are") still at work: what is bought from "
                    + "now on is not in \(TerminalText.escaped(file, keepsColors: false))\n")
        }
    }

    struct Settle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "settle",
            abstract: "Say that a run has ended which the history cannot know the end of.",
            discussion: """
                For a run of a machine that is gone, and for one that this copy of a history knows \
                only the beginning of. What it left is settled like that of a run that was killed.
                """)

        @Argument(help: "The number of the run.")
        var run: Int

        @OptionGroup var place: Place

        func run() async throws {
            let history = try History(path: try place.path())
            try await history.settleRun(run, at: Live.now())
            StandardStream.error.write(
                "run \(run) has ended; `veo jobs --open` lists what it left\n")
        }
    }
}
