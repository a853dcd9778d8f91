/// Cuts one line into words. It works on the bytes of the source and never looks past `end`.
struct Lexer {
    let source: SourceFile
    var position: Int
    /// Where the line ends, blanks at its end not counted.
    let end: Int

    init(_ source: SourceFile, _ line: SourceRange) {
        self.source = source
        position = line.lowerBound
        end = Self.trimmedEnd(source.utf8, line)
    }

    /// The length of the blank at `offset`: space, tab, U+3000; 0 when there is none.
    static func blankLength(_ bytes: [UInt8], at offset: Int, end: Int) -> Int {
        let byte = bytes[offset]
        if byte == ASCII.space || byte == ASCII.tab { return 1 }
        if byte == 0xE3, offset + 2 < end, bytes[offset + 1] == 0x80, bytes[offset + 2] == 0x80 {
            return 3
        }
        return 0
    }

    /// The end of a line without the blanks that close it.
    static func trimmedEnd(_ bytes: [UInt8], _ line: SourceRange) -> Int {
        var end = line.upperBound
        while end > line.lowerBound {
            let byte = bytes[end - 1]
            if byte == ASCII.space || byte == ASCII.tab {
                end -= 1
            } else if byte == 0x80, end - 3 >= line.lowerBound, bytes[end - 2] == 0x80,
                bytes[end - 3] == 0xE3
            {
                end -= 3
            } else {
                break
            }
        }
        return end
    }

    mutating func skipBlanks() {
        while position < end {
            let length = Self.blankLength(source.utf8, at: position, end: end)
            guard length > 0 else { return }
            position += length
        }
    }

    var isAtEnd: Bool { position >= end }

    /// From here to the end of the line.
    var rest: SourceRange { SourceRange(position, max(position, end)) }

    /// The bytes up to the next blank, whatever they are; nothing is filled in.
    mutating func rawWord() -> SourceRange {
        skipBlanks()
        let start = position
        while position < end, Self.blankLength(source.utf8, at: position, end: end) == 0 {
            position += 1
        }
        return SourceRange(start, position)
    }

    /// The next word, `nil` at the end of the line.
    mutating func word() throws(Diagnostic) -> Word? {
        skipBlanks()
        guard position < end else { return nil }
        let start = position
        if source.utf8[start] == ASCII.quote {
            var builder = SegmentBuilder()
            try quoted(into: &builder)
            let template = builder.template(SourceRange(start, position))
            return Word(template: template, isQuoted: true, pair: nil)
        }
        try NearMiss.refuseSmartQuote(source, at: start, end: end)
        return try bareWord()
    }

    private mutating func bareWord() throws(Diagnostic) -> Word {
        let bytes = source.utf8
        let start = position
        var builder = SegmentBuilder()
        var key: (text: String, range: SourceRange, valueStart: Int)?
        var before = SegmentBuilder()
        while position < end {
            guard Self.blankLength(bytes, at: position, end: end) == 0 else { break }
            switch bytes[position] {
            case ASCII.quote:
                guard key?.valueStart == position else { throw quoteInside(start) }
                try quoted(into: &builder)
            case ASCII.dollar:
                position = try builder.appendDollar(source, at: position, end: end)
            case ASCII.equals where key == nil && position > start && builder.segments.isEmpty:
                let range = SourceRange(start, position)
                key = (source.text(in: range), range, position + 1)
                before = builder
                before.append(ASCII.equals)
                builder = SegmentBuilder()
                position += 1
                if position < end {
                    try NearMiss.refuseSmartQuote(source, at: position, end: end)
                }
            case let byte:
                builder.append(byte)
                position += 1
            }
        }
        let range = SourceRange(start, position)
        guard let key else {
            return Word(template: builder.template(range), isQuoted: false, pair: nil)
        }
        let value = builder.template(SourceRange(key.valueStart, position))
        // What stands before the sign has its escapes taken out, too.
        let head = before.template(key.range).segments
        let whole = Template(segments: head + value.segments, range: range)
        return Word(
            template: whole, isQuoted: false,
            pair: Word.Pair(key: key.text, keyRange: key.range, value: value))
    }

    /// A quoted word, from its opening quote to behind its closing one.
    private mutating func quoted(into builder: inout SegmentBuilder) throws(Diagnostic) {
        let bytes = source.utf8
        let start = position
        if let run = FenceRun.ending(source, SourceRange(start, end)), run.range.lowerBound == start
        {
            throw Diagnostic(
                .error, "a fence cannot stand here", in: source, at: run.range,
                help: ["a fence holds the text of `prompt`, `print` and of `submit --`"])
        }
        position += 1
        while position < end {
            switch bytes[position] {
            case ASCII.quote:
                position += 1
                guard position == end || Self.blankLength(bytes, at: position, end: end) > 0 else {
                    throw Diagnostic(
                        .error, "a blank belongs after a quoted word", in: source,
                        at: SourceRange(start, position),
                        help: ["a quote inside a quoted word is written \\\""])
                }
                return
            case ASCII.backslash:
                builder.append(try escape())
            case ASCII.dollar:
                position = try builder.appendDollar(source, at: position, end: end)
            case let byte:
                builder.append(byte)
                position += 1
            }
        }
        throw Diagnostic(
            .error, "a quoted word is not closed", in: source, at: SourceRange(start, end),
            help: ["end it with \" on the same line"])
    }

    private func quoteInside(_ start: Int) -> Diagnostic {
        Diagnostic(
            .error, "a quote inside a word", in: source, at: SourceRange(position, position + 1),
            help: ["quote the whole word, and write \\\" for a quote inside it"])
    }
}
