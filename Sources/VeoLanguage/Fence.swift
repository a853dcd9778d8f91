/// A run of three or more `"` or `'` at the end of a line: it opens or closes a fence.
struct FenceRun {
    static let leastLength = 3

    let quote: UInt8
    let range: SourceRange

    /// The run that ends `line` (whose closing blanks are cut off already), if there is one.
    static func ending(_ source: SourceFile, _ line: SourceRange) -> FenceRun? {
        guard let quote = line.isEmpty ? nil : source.utf8[line.upperBound - 1],
            quote == ASCII.quote || quote == ASCII.apostrophe
        else { return nil }
        var start = line.upperBound
        while start > line.lowerBound, source.utf8[start - 1] == quote { start -= 1 }
        guard line.upperBound - start >= leastLength else { return nil }
        return FenceRun(quote: quote, range: SourceRange(start, line.upperBound))
    }
}

/// The text between the lines of a fence.
struct Fence {
    let source: SourceFile
    let run: FenceRun
    /// Indexes of the lines of text.
    let lines: Range<Int>
    /// The closing line.
    let closing: SourceRange

    /// `"""` fills in variables, `'''` does not.
    private var interpolates: Bool { run.quote == ASCII.quote }

    /// The text, without the indentation of the closing line.
    func template() throws(Diagnostic) -> Template {
        var lexer = Lexer(source, closing)
        lexer.skipBlanks()
        let indentation = source.utf8[closing.lowerBound..<lexer.position]
        var builder = SegmentBuilder()
        for index in lines {
            if index > lines.lowerBound { builder.append(ASCII.lineFeed) }
            let line = source.lineRange(index)
            guard let start = try dedented(line, indentation) else { continue }
            try append(SourceRange(start, line.upperBound), to: &builder)
        }
        return builder.template(SourceRange(run.range.lowerBound, lexer.end))
    }

    private func append(
        _ line: SourceRange, to builder: inout SegmentBuilder
    ) throws(Diagnostic) {
        guard interpolates else {
            return builder.append(source.utf8[line.lowerBound..<line.upperBound])
        }
        var position = line.lowerBound
        while position < line.upperBound {
            if source.utf8[position] == ASCII.dollar {
                position = try builder.appendDollar(source, at: position, end: line.upperBound)
            } else {
                builder.append(source.utf8[position])
                position += 1
            }
        }
    }

    /// Where the text of a line starts; `nil` for a blank line that is not indented so far.
    private func dedented(
        _ line: SourceRange, _ indentation: ArraySlice<UInt8>
    ) throws(Diagnostic) -> Int? {
        let text = source.utf8[line.lowerBound..<line.upperBound]
        if text.starts(with: indentation) { return line.lowerBound + indentation.count }
        var lexer = Lexer(source, line)
        lexer.skipBlanks()
        if lexer.isAtEnd { return nil }
        let own = source.utf8[line.lowerBound..<lexer.position]
        let isOther = own.count >= indentation.count || !indentation.starts(with: own)
        let note = Diagnostic.Note(at: closing, "the line that closes it")
        throw Diagnostic(
            .error,
            isOther
                ? "this line of a fence is indented with other blanks than the line that closes it"
                : "this line of a fence is indented less than the line that closes it",
            in: source, at: SourceRange(line.lowerBound, max(lexer.position, line.lowerBound + 1)),
            notes: [note],
            help: [
                isOther
                    ? "use the same blanks (\(Self.blanks(indentation))) on both lines"
                    : "indent it by \(Self.blanks(indentation)), or the closing line less"
            ])
    }

    /// `2 tabs`, `1 tab and 4 spaces`.
    private static func blanks(_ bytes: ArraySlice<UInt8>) -> String {
        let counts = [
            (bytes.count { $0 == ASCII.tab }, "tab"),
            (bytes.count { $0 == ASCII.space }, "space"),
            (bytes.count { $0 == 0xE3 }, "full-width space"),
        ]
        return counts.filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
            .joined(separator: " and ")
    }
}
