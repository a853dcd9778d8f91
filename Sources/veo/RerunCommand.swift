import VeoClient

/// The command that runs a script once more, as it must be typed: with all that decides which jobs
/// it finds and what it asks for.
struct RerunCommand: Sendable {
    /// The program as the shell of this history: `veo`, or `veo --history FILE`.
    let shell: String
    private let options: [String]
    private let file: String

    init(_ file: String, _ options: SessionOptions, _ choices: RunChoices) {
        let history = options.history.map { ["--history", $0] } ?? []
        shell = Self.line(["veo"] + history)
        var words = history
        if let baseURL = options.baseURL { words += ["--base-url", baseURL] }
        for host in options.plainHTTPHosts { words += ["--allow-http", host] }
        if let name = choices.runName { words += ["--run-name", name] }
        if let budget = choices.budget { words += ["--budget", budget.plainDescription] }
        if let limit = choices.newJobLimit { words += ["--max-new", "\(limit)"] }
        if options.skipsInit { words.append("--no-init") }
        for name in choices.sharedEnvironment { words += ["--env", name] }
        for (name, value) in choices.parameters.sorted(by: { $0.key < $1.key }) {
            words += ["--param", "\(name)=\(value)"]
        }
        self.options = words
        self.file = file == "<stdin>" ? "-" : file
    }

    /// It goes on with the last run.
    var resume: String { line("--resume") }
    /// It pays again.
    var again: String { line("--again") }

    private func line(_ choice: String) -> String {
        // What begins like an option is none after `--`.
        let file = file.hasPrefix("-") && file != "-" ? ["--", file] : [file]
        return Self.line(["veo", "run", choice] + options + file)
    }

    private static func line(_ words: [String]) -> String {
        words.map { ShellWord.quoted(TextFilter.visible($0, limit: Self.wordLimit)) }
            .joined(separator: " ")
    }

    /// Characters of a word that are shown.
    private static let wordLimit = 1_000
}
