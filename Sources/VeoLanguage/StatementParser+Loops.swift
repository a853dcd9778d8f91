/// What one line does to the loops round it.
enum Block {
    case none
    /// It opens a loop; `nil` when something is wrong with the line. Such a loop is read to its
    /// `end` all the same, so that the `end` is not taken for another's.
    case opens(LoopHeader?)
    case closes
    /// It seems to open or close something, misspelt or reserved. Then nothing more is said about
    /// loops that are open or `end` that is too much.
    case seemsToOpen
    case seemsToClose
}

/// The first line of a loop.
struct LoopHeader {
    let variable: VariableName
    let source: LoopSource
    let sourceRange: SourceRange
}

/// `for`, its sources, and `end`.
extension StatementParser {
    mutating func markBlock(_ name: CommandName, isSure: Bool) {
        if name == .for { block = isSure ? .opens(nil) : .seemsToOpen }
        if name == .end { block = isSure ? .closes : .seemsToClose }
    }

    /// A line that no command starts may have been meant to open or close a loop.
    mutating func markUnknownBlock(_ lookup: CommandLookup, _ word: String) {
        switch lookup {
        case .spelledOut(let name): markBlock(name, isSure: false)
        case .unknown:
            let unknown = UnknownCommand(
                word: word, source: source, range: keyword, rest: lexer.rest)
            if let name = unknown.meant { markBlock(name, isSure: false) }
        case .reserved(let word):
            if ["if", "while", "fn", "match"].contains(word) { block = .seemsToOpen }
        case .command, .ambiguous: break
        }
    }

    mutating func loopHeader() throws(Diagnostic) -> LoopHeader {
        let variable = try variableName(of: .for)
        try expectIn()
        lexer.skipBlanks()
        let range = lexer.rest
        guard !range.isEmpty else { throw missing("a source after 'in'", of: .for) }
        let source = try loopSource()
        return LoopHeader(variable: variable, source: source, sourceRange: range)
    }

    private mutating func expectIn() throws(Diagnostic) {
        let range = lexer.rawWord()
        guard !range.isEmpty else { throw missing("'in' and a source", of: .for) }
        let word = source.text(in: range)
        if word == "in" || (dialect == .prompt && word.lowercased() == "in") { return }
        let isSource = LoopSource.keywords.contains(word)
        let isSign = ["=", "＝", ":", "：", "of", "in:", "in：", ":=", "from", "IN", "In"]
            .contains(word)
        throw failure(
            isSign ? "\(VisibleText.quoted(word)) is not 'in'" : "'in' is missing", at: range,
            label: isSign ? "write 'in'" : isSource ? "write 'in \(word)'" : "",
            help: Self.loopHelp)
    }

    private static let loopHelp = "a loop is such as: for n in range 1..3"

    private mutating func loopSource() throws(Diagnostic) -> LoopSource {
        let start = lexer.position
        let keyword = lexer.rawWord()
        let word = source.text(in: keyword)
        switch dialect == .prompt ? word.lowercased() : word {
        case "range": return try rangeSource(keyword)
        case "lines": return .lines(try fileOfSource("lines", "a file", keyword))
        case "table":
            let path = try fileOfSource("table", "a file", keyword)
            if !path.isEmpty { checkLiteral(path, as: TableFormat.parse) }
            return .table(path)
        case "glob": return .glob(try fileOfSource("glob", "a pattern", keyword))
        case "list": return .list(try listItems(keyword))
        default: throw unknownSource(word, keyword, start)
        }
    }

    private mutating func fileOfSource(
        _ kind: String, _ what: String, _ keyword: SourceRange
    ) throws(Diagnostic) -> Template {
        guard let word = try lexer.word() else {
            throw failure("'\(kind)' needs \(what)", at: keyword, help: Self.loopHelp)
        }
        check(word.template, at: .value)
        refuseEmpty(word.template, what)
        try refuseBehindSource("'\(kind)' takes \(what) alone")
        return word.template
    }

    /// Nothing stands behind a source: other languages open a block there.
    private mutating func refuseBehindSource(_ message: String) throws(Diagnostic) {
        lexer.skipBlanks()
        guard !lexer.isAtEnd else { return }
        let range = lexer.rawWord()
        let isBlock = ["{", "do", ":", "：", "then", ";"].contains(source.text(in: range))
        throw failure(
            isBlock ? "nothing opens the lines of a loop" : message, at: range,
            label: isBlock ? "remove it" : "",
            help: isBlock
                ? "they follow on the lines below, up to a line with `end`" : Self.wordsAreQuoted)
    }

    private mutating func listItems(_ keyword: SourceRange) throws(Diagnostic) -> [Template] {
        var items: [Template] = []
        var hasComma = false
        while let word = try lexer.word() {
            check(word.template, at: .value)
            items.append(word.template)
            guard !hasComma, !word.isQuoted, let comma = NearMiss.comma(endOf: word.range, source)
            else { continue }
            hasComma = true
            report(
                failure(
                    "no comma stands between the words of a list", at: comma, label: "remove it",
                    help: "for a word that ends in a comma, quote it"))
        }
        guard !items.isEmpty else {
            throw failure("'list' needs at least one word", at: keyword, help: Self.loopHelp)
        }
        return items
    }
}
