/// Parses one statement: a line, and the fence that it opens.
///
/// What makes the rest of the line meaningless is thrown; what is wrong with one value is
/// reported, and parsing goes on behind it.
struct StatementParser {
    let source: SourceFile
    let dialect: Dialect
    var lexer: Lexer
    let lineIndex: Int
    let fences: FenceIndex
    /// Nothing but comments stands before it.
    var isFirst = false

    private(set) var diagnostics: [Diagnostic] = []
    private(set) var keyword = SourceRange(0, 0)
    /// The line on which the statement ends.
    var lastLine: Int
    /// The statement opens a fence that nothing closes.
    var isUnclosed = false
    /// The text after this statement cannot be told apart from it, or must not be read.
    private(set) var stopsParsing = false

    init(
        source: SourceFile, dialect: Dialect, lexer: Lexer, lineIndex: Int, fences: FenceIndex
    ) {
        self.source = source
        self.dialect = dialect
        self.lexer = lexer
        self.lineIndex = lineIndex
        self.fences = fences
        lastLine = lineIndex
    }

    /// The command, `nil` when there is none or when something is wrong with it.
    mutating func parse() -> Command? {
        do {
            let command = try statement()
            return diagnostics.contains { $0.severity == .error } ? nil : command
        } catch {
            diagnostics.append(error)
            if lastLine == lineIndex, !isUnclosed { skipFence() }
            if isUnclosed { stopsParsing = true }
            return nil
        }
    }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    mutating func report(_ error: ValueError, at range: SourceRange) {
        diagnostics.append(Diagnostic(error, in: source, at: range))
    }

    func failure(
        _ message: String, at range: SourceRange, label: String = "", help: String...
    ) -> Diagnostic {
        Diagnostic(.error, message, in: source, at: range, label: label, help: help)
    }

    /// After an error, the lines of a fence must not be read as statements. A fence that is not
    /// closed is believed only where a person can still close it.
    private mutating func skipFence() {
        let line = SourceRange(keyword.lowerBound, lexer.end)
        guard let run = FenceRun.ending(source, line) else { return }
        let before = SourceRange(line.lowerBound, run.range.lowerBound)
        let isFreeStanding = Lexer.trimmedEnd(source.utf8, before) < before.upperBound
        guard isFreeStanding || before.isEmpty else { return }
        if let closing = fences.likelyClosingLine(of: run, after: lineIndex) {
            lastLine = closing
        } else if dialect == .prompt {
            isUnclosed = true
            lastLine = source.lineCount - 1
        }
    }

    private mutating func statement() throws(Diagnostic) -> Command? {
        var range = lexer.rawWord()
        keyword = range
        let isOptional = source.utf8[range.lowerBound] == ASCII.question && range.count > 1
        if isOptional { range = SourceRange(range.lowerBound + 1, range.upperBound) }
        let word = source.text(in: range)
        if word == "veo" { return try edition(range) }
        switch CommandLookup.find(word, dialect: dialect) {
        case .command(let name):
            return try arguments(of: name)
        case .unknown where isOptional && !JobName.reserved.contains(word):
            skipFence()
            report(
                Diagnostic(
                    .warning, "\(VisibleText.quoted(word)) is skipped: no such command",
                    in: source, at: range, help: ["'?' before it says that it may be missing"]))
            return nil
        case let other:
            throw other.diagnostic(word, in: source, at: range, rest: lexer.rest)
        }
    }

    /// `veo 1`, the edition that a script is written for.
    private mutating func edition(_ range: SourceRange) throws(Diagnostic) -> Command? {
        guard let number = try lexer.word(), let text = number.bare, let edition = Int(text) else {
            throw failure(
                "'veo' is the program, not a command", at: range,
                help: "`veo \(Parser.edition)` at the start of a script names its edition; "
                    + "`include FILE` runs another script")
        }
        try expectEnd("veo")
        guard isFirst else {
            throw failure("`veo \(edition)` must be the first statement", at: range)
        }
        guard edition == Parser.edition else {
            stopsParsing = true
            throw failure(
                "this program does not know edition \(VisibleText.quoted(text)) of the language",
                at: number.range, help: "it knows edition \(Parser.edition)")
        }
        return nil
    }

    private mutating func arguments(of name: CommandName) throws(Diagnostic) -> Command? {
        switch name {
        case .set: return try set()
        case .unset: return .unset(try settingKey(after: "unset"))
        case .show: return .show(try showTopic())
        case .prompt: return .prompt(try prompt())
        case .image: return .image(try image())
        case .submit: return .submit(try submit())
        case .wait: return .wait(try wait())
        case .save: return .save(try save())
        case .jobs: return .jobs(try references(of: name, atLeast: 0))
        case .forget: return .forget(try references(of: name, atLeast: 1))
        case .adopt: return try adopt()
        case .models:
            try expectEnd(name.rawValue)
            return .models
        case .print: return .print(try text(at: .print))
        case .sleep: return .sleep(try sleep())
        case .include: return .include(try onlyWord(of: name, what: "a file"))
        case .help: return .help(topic: try helpTopic())
        case .quit:
            try expectEnd(name.rawValue)
            return .quit
        }
    }
}
