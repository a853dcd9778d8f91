/// Goes through the lines of a script without errors and writes them anew.
struct FormatWriter {
    private(set) var text = ""
    /// What keeps the formatted text from being a script.
    private(set) var overLimit: Diagnostic?

    private let script: Script
    private let source: SourceFile
    private var depth = 0
    /// The first line that is not written yet.
    private var line = 0
    private var passedOver: ArraySlice<SourceRange>
    private var owesBlankLine = false
    /// Nothing stands before in the file or the loop.
    private var isAtStart = true

    init(_ script: Script) {
        self.script = script
        source = script.source
        passedOver = script.passedOver[...]
        text.reserveCapacity(source.utf8.count + source.utf8.count / 8)
    }

    mutating func write() {
        write(script.statements)
        writeGap(upTo: source.lineCount)
        if text.utf8.count > Limits.fileBytes, overLimit == nil {
            overLimit = Diagnostic(
                .error, "the formatted script would be too long", in: source, at: nil,
                help: ["a script has at most 16 MiB (\(Limits.fileBytes) bytes)"])
        }
    }

    private mutating func write(_ statements: [Statement]) {
        for statement in statements {
            writeGap(upTo: source.lineIndex(of: statement.range.lowerBound))
            if case .loop(let loop) = statement.command {
                write(loop)
            } else {
                writeStatement(statement)
            }
        }
    }

    private mutating func write(_ loop: Loop) {
        emit("for \(loop.variable.text) in " + StatementText(source).text(of: loop.source))
        line += 1
        depth += 1
        isAtStart = true
        write(loop.body)
        writeGap(upTo: source.lineIndex(of: loop.end.lowerBound))
        depth -= 1
        owesBlankLine = false
        emit("end")
        line += 1
    }

    private mutating func writeStatement(_ statement: Statement) {
        var words = StatementText(source)
        var head = statement.isTried ? "try " : ""
        head += statement.isOptional ? "?" : ""
        head += words.text(of: statement.command)
        emit(head)
        let last = source.lineIndex(of: statement.range.upperBound)
        if words.opensFence { writeFence(last: last) }
        line = last + 1
    }

    /// Comments, blank lines and what was passed over, up to a line.
    private mutating func writeGap(upTo end: Int) {
        while line < end {
            let range = source.lineRange(line)
            var lexer = Lexer(source, range)
            lexer.skipBlanks()
            if lexer.isAtEnd {
                owesBlankLine = !isAtStart
                line += 1
                continue
            }
            let content = source.text(in: lexer.rest)
            emit(content.hasPrefix("veo") ? "veo \(Parser.edition)" : content)
            if passedOver.first?.lowerBound == lexer.position, let range = passedOver.popFirst() {
                let last = source.lineIndex(of: range.upperBound)
                if last > line { writeFence(last: last) }
                line = last
            }
            line += 1
        }
    }

    /// The lines of the fence that the current line opens, and the one that closes it.
    private mutating func writeFence(last: Int) {
        let opening = blanks(of: line)
        let closing = blanks(of: last)
        let isDeeper = closing.count > opening.count
        let isEven = (line + 1..<last).allSatisfy { index in
            let own = source.lineRange(index)
            return source.utf8[own.lowerBound..<own.upperBound].starts(with: closing)
                || Lexer.trimmedEnd(source.utf8, own) == own.lowerBound
        }
        let spaces = (depth + (isDeeper ? 1 : 0)) * Formatter.indentation
        let padding = String(repeating: " ", count: spaces)
        for index in line + 1...last {
            let own = source.lineRange(index)
            guard isEven else {
                // Nobody reads the fence of a skipped command, so its blanks mean nothing.
                append(source.text(in: own))
                continue
            }
            let end = index == last ? Lexer.trimmedEnd(source.utf8, own) : own.upperBound
            let start = min(own.lowerBound + closing.count, end)
            append(start == end ? "" : padding + source.text(in: SourceRange(start, end)))
        }
    }

    private func blanks(of line: Int) -> ArraySlice<UInt8> {
        let range = source.lineRange(line)
        var lexer = Lexer(source, range)
        lexer.skipBlanks()
        return source.utf8[range.lowerBound..<lexer.position]
    }

    /// Writes one line at the present depth, and the blank line that stands before it.
    private mutating func emit(_ content: String) {
        if owesBlankLine { text += "\n" }
        owesBlankLine = false
        isAtStart = false
        append(String(repeating: " ", count: depth * Formatter.indentation) + content)
    }

    private mutating func append(_ content: String) {
        if content.utf8.count > Limits.lineBytes, overLimit == nil {
            let start = source.lineRange(min(line, source.lineCount - 1)).lowerBound
            overLimit = Diagnostic(
                .error, "the formatted line would be too long: \(content.utf8.count) bytes",
                in: source, at: SourceRange(start, start),
                help: ["a line has at most 64 KiB (\(Limits.lineBytes) bytes); use a fence"])
        }
        text += content
        text += "\n"
    }
}
