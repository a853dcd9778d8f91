/// The commands, by the names they are typed with.
package enum CommandName: String, Sendable, CaseIterable {
    case prompt
    case image
    case submit
    case again
    case set
    case unset
    case show
    case model
    case models
    case wait
    case save
    case collect
    case jobs
    case forget
    case adopt
    case cost
    case budget
    case `let`
    case param
    case `for`
    case end
    case include
    case expect
    case onError = "on-error"
    case sleep
    case print
    case help
    case history
    case edit
    case clear
    case quit

    /// Whether a unique prefix is enough at the prompt. What spends money is spelt out, and so is
    /// what opens and closes a loop.
    package var hasShortForms: Bool { !spendsMoney && self != .for && self != .end }

    /// Whether the first word of a line is this command, or may have been meant to be.
    package func isMeant(by line: String) -> Bool {
        let word = line.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            .lowercased()
        return word == rawValue
            || DidYouMean.suggestion(for: word, among: Self.allCases.map(\.rawValue)) == rawValue
    }

    var spendsMoney: Bool { self == .submit || self == .again }

    /// Whether it came later than the others: the short forms that there were keep their meaning.
    fileprivate var yieldsShortForms: Bool { self == .collect }
}

/// What a first word means.
enum CommandLookup {
    case command(CommandName)
    /// A prefix of several commands.
    case ambiguous([CommandName])
    /// A short form or another letter case of a command that has none.
    case spelledOut(CommandName)
    /// A word that later editions may give a meaning.
    case reserved(String)
    case unknown

    static func find(_ word: String, dialect: Dialect) -> CommandLookup {
        if let name = CommandName(rawValue: word) { return .command(name) }
        if Keywords.reserved.contains(word.lowercased()) { return .reserved(word.lowercased()) }
        guard dialect == .prompt else { return .unknown }
        let lower = word.lowercased()
        if let name = CommandName(rawValue: lower) {
            return name.spendsMoney ? .spelledOut(name) : .command(name)
        }
        let names = CommandName.allCases.filter { $0.rawValue.hasPrefix(lower) }
        let older = names.filter { !$0.yieldsShortForms }
        guard let name = older.first ?? names.first else { return .unknown }
        guard older.count <= 1, !older.isEmpty || names.count == 1 else { return .ambiguous(names) }
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
                help: [
                    name.spendsMoney
                        ? "it spends money, so it is never guessed"
                        : "what opens or closes a loop is never guessed"
                ])
        case .reserved(let word):
            return Diagnostic(
                .error, "'\(word)' is a reserved word", in: source, at: range,
                label: word == "while"
                    ? "did you mean 'for'?"
                    : word == "import" ? "did you mean 'include'?" : "",
                help: [
                    "\(Keywords.reserved.joined(separator: ", ")) are kept for later editions"
                ])
        case .unknown, .command:
            return UnknownCommand(word: word, source: source, range: range, rest: rest).diagnostic
        }
    }
}
