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
    /// The word that names the command.
    var keyword = SourceRange(0, 0)
    var isTried = false
    var isOptional = false
    /// What the line does to the loops round it.
    var block = Block.none
    /// The line was understood and is no command of its own: `veo 1`, a skipped command.
    var isPassedOver = false
    /// The line on which the statement ends.
    var lastLine: Int
    /// The statement opens a fence that nothing closes.
    var isUnclosed = false
    /// The text after this statement cannot be told apart from it, or must not be read.
    var stopsParsing = false

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
        guard let run = freeRun() else { return }
        if let closing = fences.likelyClosingLine(of: run, after: lineIndex) {
            lastLine = closing
        } else if dialect == .prompt {
            isUnclosed = true
            lastLine = source.lineCount - 1
        }
    }

    /// The fence of a command that is skipped. It must be closed: what follows it could submit.
    private mutating func passFence() throws(Diagnostic) {
        guard let run = freeRun() else { return }
        lastLine = try closingLine(of: run)
    }

    /// A run of quotes that stands alone at the end of the line, as one that opens a fence does.
    private func freeRun() -> FenceRun? {
        let line = SourceRange(keyword.lowerBound, lexer.end)
        guard let run = FenceRun.ending(source, line) else { return nil }
        let before = SourceRange(line.lowerBound, run.range.lowerBound)
        let isFree = Lexer.trimmedEnd(source.utf8, before) < before.upperBound
        return isFree || before.isEmpty ? run : nil
    }

    private mutating func statement() throws(Diagnostic) -> Command? {
        if let help = try question() { return help }
        let first = lexer.position
        let word = try modifiers()
        if word == "veo" {
            refuseModifiers(before: word, from: first)
            return try edition(keyword)
        }
        let lookup = CommandLookup.find(word, dialect: dialect)
        switch lookup {
        case .command(let name):
            if name == .for || name == .end {
                markBlock(name, isSure: true)
                refuseModifiers(before: word, from: first)
            }
            return try arguments(of: name)
        case .unknown where isOptional && isName(word):
            try passFence()
            let unknown = UnknownCommand(
                word: word, source: source, range: keyword, rest: lexer.rest)
            report(
                Diagnostic(
                    .warning, "\(VisibleText.quoted(word)) is skipped: no such command",
                    in: source, at: keyword,
                    label: unknown.meant.map { "did you mean '\($0.rawValue)'?" } ?? "",
                    help: ["'?' before it says that it may be missing"]))
            isPassedOver = true
            return nil
        default:
            markUnknownBlock(lookup, word)
            throw lookup.diagnostic(word, in: source, at: keyword, rest: lexer.rest)
        }
    }

    /// Commands that mostly stand alone. Every statement of a script shares the one value.
    private static let alone: [CommandName: Command] = [
        .submit: .submit(SubmitArguments()), .wait: .wait(WaitArguments()),
        .save: .save(SaveArguments()), .collect: .collect(SaveArguments()),
    ]

    private mutating func arguments(of name: CommandName) throws(Diagnostic) -> Command? {
        lexer.skipBlanks()
        if lexer.isAtEnd, let command = Self.alone[name] { return command }
        switch name {
        case .set: return try set()
        case .unset: return .unset(try settingKey(after: "unset"))
        case .show: return .show(try showTopic())
        case .prompt: return .prompt(try prompt())
        case .image: return .image(try image())
        case .submit: return .submit(try submit())
        case .again: return .again(try again())
        case .wait: return .wait(try wait())
        case .save: return .save(try save(of: name))
        case .collect: return .collect(try save(of: name))
        case .jobs: return .jobs(try references(of: name, atLeast: 0))
        case .forget: return .forget(try references(of: name, atLeast: 1))
        case .adopt: return .adopt(try adopt())
        case .let: return try letCommand()
        case .param: return try param()
        case .for:
            block = .opens(try loopHeader())
            return nil
        case .end:
            try expectEnd(name.rawValue)
            return nil
        case .expect: return .expect(try expectation())
        case .budget: return .budget(try budget())
        case .onError: return .onError(try onError())
        case .model: return .model(try model())
        case .print: return .print(try text(at: .print, isSent: false))
        case .sleep: return .sleep(try sleep())
        case .include: return .include(try onlyWord(of: name, what: "a file"))
        case .help: return .help(topic: try helpTopic())
        case .models, .cost, .history, .edit, .clear, .quit:
            try expectEnd(name.rawValue)
            return plain(name)
        }
    }

    /// The commands that take nothing.
    private func plain(_ name: CommandName) -> Command {
        switch name {
        case .models: .models
        case .cost: .cost
        case .history: .history
        case .edit: .edit
        case .clear: .clear
        default: .quit
        }
    }
}
