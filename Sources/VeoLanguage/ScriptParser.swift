/// Goes through the lines of a source.
struct ScriptParser {
    let source: SourceFile
    let dialect: Dialect
    private var loops: OpenLoops
    private var passedOver: [SourceRange] = []
    private var diagnostics: [Diagnostic] = []
    private var uncounted = 0
    private var needsMoreLines = false
    private var isFirstStatement = true

    init(source: SourceFile, dialect: Dialect) {
        self.source = source
        self.dialect = dialect
        loops = OpenLoops(lines: source.lineCount)
    }

    mutating func parse() -> ParseResult {
        if let unreadable = unreadable() {
            diagnostics = [unreadable]
        } else {
            let damaged = damagedLines()
            let fences = FenceIndex(source)
            var index = 0
            while index < source.lineCount {
                guard let next = parseLine(index, damaged: damaged, fences) else { break }
                index = next
            }
            if index >= source.lineCount {
                loops.unclosed(in: source).forEach { report($0) }
                if loops.isOpen { needsMoreLines = true }
            }
        }
        return ParseResult(
            script: Script(
                source: source, statements: loops.statements, passedOver: passedOver),
            diagnostics: finished(), needsMoreLines: needsMoreLines)
    }

    /// What makes reading on useless: a text that is too long, or not UTF-8.
    private func unreadable() -> Diagnostic? {
        if source.utf8.count > Limits.fileBytes {
            return Diagnostic(
                .error, "the script is too long: \(source.utf8.count) bytes", in: source, at: nil,
                help: ["a script has at most 16 MiB (\(Limits.fileBytes) bytes)"])
        }
        guard let offset = source.invalidUTF8Offset else { return nil }
        let start = offset - source.byteOrderMarkLength
        let isUTF16 =
            source.utf8.starts(with: [0xFF, 0xFE]) || source.utf8.starts(with: [0xFE, 0xFF])
        return Diagnostic(
            .error, "the text is not UTF-8: an invalid byte at offset \(offset)", in: source,
            at: SourceRange(start, start + 1),
            help: [
                isUTF16
                    ? "it looks like UTF-16; save it as UTF-8"
                    : "save it as UTF-8 (it may be in an older encoding, such as GBK or Latin-1)"
            ])
    }

    /// Reports the lines that are too long or hold forbidden characters; their statements are
    /// read for their fences only.
    private mutating func damagedLines() -> Set<Int> {
        var damaged: Set<Int> = []
        for range in CharacterCheck.forbidden(in: source) {
            damaged.insert(source.lineIndex(of: range.lowerBound))
            report(CharacterCheck.diagnostic(for: range, in: source))
        }
        for index in 0..<source.lineCount {
            let line = source.lineRange(index)
            guard line.count > Limits.lineBytes else { continue }
            damaged.insert(index)
            let start = line.lowerBound
            report(
                Diagnostic(
                    .error, "the line is too long: \(line.count) bytes", in: source,
                    at: SourceRange(start, start + 1),
                    help: ["a line has at most 64 KiB (\(Limits.lineBytes) bytes); use a fence"]))
        }
        return damaged
    }

    /// Parses the statement on a line and returns the index of the line after it; `nil` when
    /// nothing more is to be read.
    private mutating func parseLine(
        _ index: Int, damaged: Set<Int>, _ fences: FenceIndex
    ) -> Int? {
        var lexer = Lexer(source, source.lineRange(index))
        lexer.skipBlanks()
        guard !lexer.isAtEnd, source.utf8[lexer.position] != ASCII.hash else { return index + 1 }
        var statement = StatementParser(
            source: source, dialect: dialect, lexer: lexer, lineIndex: index, fences: fences)
        statement.isFirst = isFirstStatement
        isFirstStatement = false
        let command = statement.parse()
        let lines = index...max(index, statement.lastLine)
        let isDamaged = !damaged.isEmpty && lines.contains(where: damaged.contains)
        if !damaged.contains(index) { statement.diagnostics.forEach { report($0) } }
        if statement.isUnclosed { needsMoreLines = true }
        let end = Lexer.trimmedEnd(source.utf8, source.lineRange(statement.lastLine))
        let range = SourceRange(lexer.position, max(lexer.position, end))
        if let command, !isDamaged {
            loops.append(
                Statement(
                    command: command, range: range, keyword: statement.keyword,
                    isTried: statement.isTried, isOptional: statement.isOptional))
        }
        if statement.isPassedOver { passedOver.append(range) }
        turn(statement, start: lexer.position, isDamaged: isDamaged)
        return statement.stopsParsing ? nil : statement.lastLine + 1
    }

    /// Opens or closes the loop that a line opens or closes.
    private mutating func turn(_ statement: StatementParser, start: Int, isDamaged: Bool) {
        let error: Diagnostic?
        switch statement.block {
        case .none: return
        case .opens(let header):
            let isWrong = isDamaged || statement.diagnostics.contains { $0.severity == .error }
            error = loops.open(
                isWrong ? nil : header, keyword: statement.keyword, start: start, isSure: true,
                in: source)
        case .seemsToOpen:
            error = loops.open(
                nil, keyword: statement.keyword, start: start, isSure: false, in: source)
        case .closes: error = loops.close(statement.keyword, isSure: true, in: source)
        case .seemsToClose: error = loops.close(statement.keyword, isSure: false, in: source)
        }
        if let error { report(error) }
    }

    private mutating func report(_ diagnostic: Diagnostic) {
        guard diagnostics.count < Limits.diagnostics else {
            uncounted += 1
            return
        }
        diagnostics.append(diagnostic)
    }

    private func finished() -> [Diagnostic] {
        let ordered = diagnostics.enumerated().sorted { left, right in
            let (first, second) = (left.element.range, right.element.range)
            let (start, other) = (first?.lowerBound ?? 0, second?.lowerBound ?? 0)
            return (start, left.offset) < (other, right.offset)
        }
        var all = ordered.map(\.element)
        if uncounted > 0 {
            all.append(
                Diagnostic(
                    .error, "\(uncounted) more errors are not shown", in: source, at: nil,
                    help: ["the first \(Limits.diagnostics) are; correct them and check again"]))
        }
        return all
    }
}
