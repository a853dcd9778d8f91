/// The commands, by the names they are typed with.
package enum CommandName: String, Sendable, CaseIterable {
    case set
    case unset
    case show
    case prompt
    case image
    case submit
    case wait
    case save
    case jobs
    case forget
    case adopt
    case models
    case print
    case sleep
    case include
    case help
    case quit

    /// Whether a unique prefix is enough at the prompt. What spends money is spelt out.
    package var hasShortForms: Bool { self != .submit }
}

/// What a first word means.
enum CommandLookup {
    case command(CommandName)
    /// A prefix of several commands.
    case ambiguous([CommandName])
    /// A short form or another letter case of a command that has none.
    case spelledOut(CommandName)
    case unknown

    static func find(_ word: String, dialect: Dialect) -> CommandLookup {
        if let name = CommandName(rawValue: word) { return .command(name) }
        guard dialect == .prompt else { return .unknown }
        let lower = word.lowercased()
        if let name = CommandName(rawValue: lower) {
            return name.hasShortForms ? .command(name) : .spelledOut(name)
        }
        let names = CommandName.allCases.filter { $0.rawValue.hasPrefix(lower) }
        guard let name = names.first else { return .unknown }
        guard names.count == 1 else { return .ambiguous(names) }
        return name.hasShortForms ? .command(name) : .spelledOut(name)
    }

    /// The error for a word that is no command; `rest` is what follows it.
    func diagnostic(
        _ word: String, in source: SourceFile, at range: SourceRange, rest: SourceRange
    ) -> Diagnostic {
        let quoted = VisibleText.quoted(word)
        switch self {
        case .ambiguous(let names):
            return Diagnostic(
                .error, "\(quoted) is short for several commands", in: source, at: range,
                help: ["type \(ValueError.alternatives(names.map(\.rawValue)))"])
        case .spelledOut(let name):
            return Diagnostic(
                .error, "`\(name.rawValue)` has no other spelling", in: source, at: range,
                label: "write '\(name.rawValue)'",
                help: ["it spends money, so it is never guessed"])
        case .unknown, .command:
            return UnknownCommand(word: word, source: source, range: range, rest: rest).diagnostic
        }
    }
}

/// Finds the best thing to say about a line that no command starts.
private struct UnknownCommand {
    let word: String
    let source: SourceFile
    let range: SourceRange
    let rest: SourceRange

    /// Words of other programs, and the command that does the same here.
    private static let synonyms: [String: CommandName] = [
        "exit": .quit, "bye": .quit, "\\q": .quit, ":q": .quit, "logout": .quit,
        "ls": .jobs, "list": .jobs, "status": .jobs, "ps": .jobs, "queue": .jobs,
        "download": .save, "get": .save, "fetch": .save, "write": .save,
        "generate": .submit, "create": .submit, "send": .submit, "run": .submit, "go": .submit,
        "echo": .print, "say": .print, "source": .include, "load": .include, ".": .include,
        "man": .help, "?": .help, "\\?": .help, "-h": .help, "--help": .help,
        "cancel": .forget, "kill": .forget, "attach": .adopt, "text": .prompt,
        "get-models": .models,
    ]

    var diagnostic: Diagnostic {
        if word.hasPrefix("${") {
            return error(
                "a value never becomes a command",
                help: "write the command; values fill in what it takes")
        }
        if let sign = NearMiss.fullWidthSign(in: range, of: source), isNearMiss(sign) {
            return NearMiss.fullWidth(sign, in: source)
        }
        if let colon = colonAfterCommand {
            return Diagnostic(
                .error, "no colon stands after a command", in: source, at: colon,
                label: "write a blank",
                help: ["a command and what it takes are parted by a blank"])
        }
        if word.hasPrefix("@") {
            return error(
                "a line starts with a command, not with a reference",
                help: "such as `wait \(VisibleText.of(String(word.prefix(20))))`")
        }
        if word.hasPrefix("//") || word.hasPrefix("--") || word.hasPrefix(";") {
            return error(
                "this is not a comment", label: "write '#'", help: "a comment starts with #")
        }
        if let diagnostic = settingDiagnostic { return diagnostic }
        return spellingDiagnostic
    }

    private func error(_ message: String, label: String = "", help: String) -> Diagnostic {
        Diagnostic(.error, message, in: source, at: range, label: label, help: [help])
    }

    /// A full-width sign right at the start, or right behind a command or a key.
    private func isNearMiss(
        _ sign: (range: SourceRange, scalar: Unicode.Scalar, ascii: Character)
    ) -> Bool {
        if sign.range.lowerBound == range.lowerBound {
            return sign.ascii == "#" || sign.ascii == "@"
        }
        return false
    }

    private var colonAfterCommand: SourceRange? {
        guard let colon = word.firstIndex(where: { $0 == ":" || $0 == "：" }),
            CommandName(rawValue: word[..<colon].lowercased()) != nil
        else { return nil }
        let start = range.lowerBound + word[..<colon].utf8.count
        return SourceRange(start, start + String(word[colon]).utf8.count)
    }

    /// A setting without its `set`: `mode sync`, `mode=sync`.
    private var settingDiagnostic: Diagnostic? {
        let name = word.prefix { $0 != "=" && $0 != "＝" }.lowercased()
        guard let setting = Setting(rawValue: name) else { return nil }
        var diagnostic = error(
            "'\(setting.rawValue)' is a setting, not a command",
            label: "did you mean 'set \(setting.rawValue)'?",
            help: SettingReference.of(setting).help)
        if setting == .keyFrom {
            diagnostic.secret = SourceRange(
                range.lowerBound, max(range.upperBound, rest.upperBound))
        }
        return diagnostic
    }

    private var spellingDiagnostic: Diagnostic {
        let names = CommandName.allCases.map(\.rawValue)
        let suggestion =
            Self.synonyms[word.lowercased()]?.rawValue
            ?? DidYouMean.suggestion(for: word, among: names)
        let label = suggestion.map { "did you mean '\($0)'?" } ?? ""
        let isProse = suggestion == nil && word.unicodeScalars.contains { $0.value > 0x7F }
        return error(
            "unknown command \(VisibleText.quoted(word))", label: label,
            help: isProse
                ? "text stands after a command: `prompt TEXT`; `help` lists the commands"
                : "`help` lists the commands")
    }
}
