/// Finds the best thing to say about a line that no command starts.
struct UnknownCommand {
    let word: String
    let source: SourceFile
    let range: SourceRange
    let rest: SourceRange

    /// Words of other programs, and the command that does the same here.
    private static let synonyms: [String: CommandName] = [
        "exit": .quit, "bye": .quit, "\\q": .quit, ":q": .quit, "logout": .quit,
        "ls": .jobs, "list": .jobs, "status": .jobs, "ps": .jobs, "queue": .jobs,
        "download": .save, "get": .save, "fetch": .save, "write": .save,
        "harvest": .collect, "gather": .collect,
        "generate": .submit, "create": .submit, "send": .submit, "run": .submit, "go": .submit,
        "echo": .print, "say": .print, "source": .include, "load": .include, ".": .include,
        "man": .help, "?": .help, "\\?": .help, "-h": .help, "--help": .help,
        "cancel": .forget, "kill": .forget, "attach": .adopt, "text": .prompt,
        "get-models": .models, "retry": .again, "resubmit": .again, "repeat": .for,
        "foreach": .for, "done": .end, "endfor": .end, "next": .end, "}": .end,
        "assert": .expect, "check": .expect, "var": .let, "const": .let, "def": .let,
        "parameter": .param, "arg": .param, "price": .cost, "limit": .budget, "cls": .clear,
        "onerror": .onError, "on_error": .onError,
    ]

    /// The command that was probably meant. Short words are near to `for` and `end`, so what
    /// follows must fit as well.
    var meant: CommandName? {
        if let name = Self.synonyms[word.lowercased()] { return name }
        let names = CommandName.allCases.map(\.rawValue)
        let name = DidYouMean.suggestion(for: word, among: names).flatMap(CommandName.init)
        let words = source.text(in: rest).split { $0 == " " || $0 == "\t" }
        switch name {
        case .for: return words.count > 1 && LoopSource.isLike(words.dropFirst()) ? name : nil
        case .end: return words.isEmpty ? name : nil
        default: return name
        }
    }

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
        let suggestion = meant?.rawValue
        let label = suggestion.map { "did you mean '\($0)'?" } ?? ""
        let isProse = suggestion == nil && word.unicodeScalars.contains { $0.value > 0x7F }
        return error(
            "unknown command \(VisibleText.quoted(word))", label: label,
            help: isProse
                ? "text stands after a command: `prompt TEXT`; `help` lists the commands"
                : "`help` lists the commands")
    }
}
