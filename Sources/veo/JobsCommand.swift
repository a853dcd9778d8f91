import ArgumentParser
import LineEditor
import VeoSession

struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "Show the newest jobs of the history.")

    @Option(help: "How many jobs to show.")
    var last = 50

    @Option(
        help: ArgumentHelp("The history to read.", valueName: "FILE"),
        transform: PathArgument.expanded)
    var history: String?

    @Flag(name: .customLong("json"), help: "Print a JSON object for each job.")
    var printsJSON = false

    @Flag(
        name: .customLong("open"),
        help: "Show what is left to do instead: jobs that run, are not saved, stale or unknown.")
    var showsOpen = false

    func validate() throws {
        guard (1...100_000).contains(last) else {
            throw ValidationError("--last takes a number from 1 to 100000.")
        }
    }

    func run() async throws {
        let path: String
        if let history {
            path = history
        } else {
            path = try FileLocations(Live.environment).history()
        }
        let now = Live.now()
        guard History.isThere(path) else { return show([], "no jobs yet") { "" } }
        let history = try History(reading: path)
        // What a program left that has died is told as what it is.
        try await history.settleDeadRuns(at: now)
        for run in try await history.unfinishedRuns() where run.isPartial {
            StandardStream.error.write(
                "warning: this is a copy of a history, made while run \(run.number) was at work: "
                    + "jobs of that run may be missing\n")
        }
        if showsOpen {
            let open = try await history.openJobs(at: now)
            show(open.map(\.job), "nothing is open") { OpenJobsTable.text(open, at: now) }
        } else {
            let jobs = try await history.recentJobs(limit: last)
            show(jobs, "no jobs yet") { JobsTable.text(jobs, at: now) }
        }
    }

    private func show(_ jobs: [Job], _ none: String, _ table: () -> String) {
        if printsJSON {
            StandardStream.output.write(jobs.map { JobRecord($0).line + "\n" }.joined())
        } else if jobs.isEmpty {
            StandardStream.error.write(none + "\n")
        } else {
            StandardStream.output.write(TerminalText.escaped(table(), keepsColors: false) + "\n")
        }
    }
}
