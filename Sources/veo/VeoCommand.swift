import ArgumentParser
import LineEditor
import VeoLanguage
import VeoSession

/// The program. It has no options of its own: an option here would hide the subcommands' own of
/// that name.
struct VeoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "veo",
        abstract: "A shell and script runner for the Veo-3.1 video generation API.",
        discussion: """
            Without a subcommand, veo opens its shell on a terminal and otherwise runs the script \
            on standard input; `veo shell --help` lists the options. Type `help` in the shell for \
            the commands of the language.
            """,
        version: "veo \(Program.version)",
        subcommands: [
            ShellCommand.self, RunCommand.self, CheckCommand.self, FormatCommand.self,
            JobsCommand.self, HistoryCommand.self, SimulateCommand.self,
        ],
        defaultSubcommand: ShellCommand.self)
}

/// `veo` alone: the shell on a terminal, else the script on standard input.
struct ShellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell",
        abstract: "Open the shell; run standard input when it is no terminal.")

    @OptionGroup var options: SessionOptions

    func run() async throws {
        if Terminal.isInteractive {
            try await Shell.run(options)
        } else {
            try await ScriptRunner.run(.standardInput, options)
        }
    }
}

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a script.")

    @Argument(help: "The script, or '-' for standard input.", transform: PathArgument.expanded)
    var file: String

    @Option(
        name: .customLong("env"), parsing: .singleValue,
        help: ArgumentHelp(
            "Let the script see this variable of the environment as ${env.NAME}.",
            valueName: "NAME"))
    var environment: [String] = []

    @Option(
        name: .customLong("param"), parsing: .singleValue,
        help: ArgumentHelp("Give a parameter of the script its value.", valueName: "NAME=VALUE"))
    var parameters: [String] = []

    @Flag(
        name: .customLong("json"),
        help: "Print a JSON object for each event on stdout; the rest goes to stderr.")
    var printsEvents = false

    @Flag(
        name: .customLong("dry-run"),
        help: "Print each request as a line of JSON, and send nothing. No key is needed.")
    var isDryRun = false

    @Flag(
        name: .customLong("step"),
        help: "Show each statement and wait for Enter, or for y where it is paid for.")
    var steps = false

    @Flag(help: "Go on with earlier runs: what was made for the same request is not paid again.")
    var resume = false

    @Flag(help: "Buy all anew, whatever earlier runs have made, and pay again.")
    var again = false

    @Option(
        name: .customLong("run-name"),
        help: ArgumentHelp(
            "What the run is known by, in place of the path of its file: runs of one name go on "
                + "with each other.", valueName: "NAME"))
    var runName: String?

    @Option(
        help: ArgumentHelp(
            "Spend at most so many dollars, earlier runs counted; a lower `budget` of the script "
                + "holds.", valueName: "AMOUNT"))
    var budget: String?

    @Option(
        name: .customLong("max-new"),
        help: ArgumentHelp(
            "Buy at most so many videos in this run; the rest is left for the next one.",
            valueName: "N"))
    var newJobLimit: Int?

    @Option(
        name: .customLong("retry-failed"),
        help: ArgumentHelp(
            "Ask once more for whatever failed, also where it may have cost; with =N until it has "
                + "been asked for N times in all.", valueName: "N"))
    var retryFailed: String?

    @OptionGroup var options: SessionOptions

    func validate() throws {
        if resume && again {
            throw ValidationError("--resume and --again exclude each other.")
        }
        if resume && options.history == "none" {
            throw ValidationError("--resume goes on with what the history has, and there is none.")
        }
        if again && retryFailed != nil {
            throw ValidationError("--again buys all anew: there is nothing left to retry.")
        }
        if let newJobLimit, !(0...RunLimits.newJobs).contains(newJobLimit) {
            throw ValidationError("--max-new takes a number from 0 to \(RunLimits.newJobs).")
        }
        _ = try runName.map(RunLimits.name)
        _ = try budget.map(RunLimits.amount)
        _ = try retryFailed.map(RunLimits.retries)
        if steps && file == "-" {
            throw ValidationError(
                "--step reads its answers from standard input, so the script must be a file.")
        }
    }

    func run() async throws {
        let script: ScriptRunner.Input = file == "-" ? .standardInput : .file(file)
        var choices = RunChoices()
        choices.sharedEnvironment = environment
        choices.parameters = try values()
        choices.format = printsEvents ? .events : isDryRun ? .requests : .text
        choices.isDryRun = isDryRun
        choices.steps = steps
        choices.rerun = resume ? .resume : again ? .again : .ask
        choices.runName = try runName.map(RunLimits.name)
        choices.budget = try budget.map(RunLimits.amount)
        choices.newJobLimit = newJobLimit
        choices.retryFailed = try retryFailed.map(RunLimits.retries) ?? .whatIsFree
        try await ScriptRunner.run(script, options, choices)
    }

    private func values() throws -> [String: String] {
        try parameters.reduce(into: [:]) { values, pair in
            guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                throw ValidationError(
                    "--param takes NAME=VALUE, and this is \(VisibleText.quoted(pair)).")
            }
            let name = String(pair[..<equals])
            let value = LineEnds.unified(String(pair[pair.index(after: equals)...]))
            if let control = ControlCharacter.first(in: value) {
                throw ValidationError("--param \(VisibleText.of(name)): \(control.problem).")
            }
            values[name] = value
        }
    }
}

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tell all errors of scripts; nothing is sent.")

    @Argument(help: "The scripts.", transform: PathArgument.expanded)
    var files: [String]

    @Flag(name: .customLong("plain"), help: "No colours.")
    var isPlain = false

    func run() async throws {
        throw ProgramEnd(
            exitCode: await Self.check(files, color: isPlain ? .never : .automatic))
    }

    /// Exit code 2 when any of them has an error.
    static func check(_ files: [String], color: ColorChoice) async -> ExitStatus {
        var exitCode = ExitStatus.ok
        let renderer = color.renderer(for: .error)
        for file in files {
            do {
                let checked = try await ScriptRunner.check(.file(file))
                for diagnostic in checked.diagnostics {
                    StandardStream.error.write(renderer.render(diagnostic).trimmingLineEnd + "\n")
                }
                guard checked.hasErrors else { continue }
                StandardStream.error.write("\(file): \(checked.errorCount)\n")
                exitCode = .script
            } catch {
                Console.report(error)
                exitCode = .script
            }
        }
        return exitCode
    }
}
