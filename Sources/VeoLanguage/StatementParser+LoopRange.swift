/// `range A..B`, and what is written where a source belongs.
extension StatementParser {
    mutating func rangeSource(_ keyword: SourceRange) throws(Diagnostic) -> LoopSource {
        lexer.skipBlanks()
        let rest = lexer.rest
        guard let word = try lexer.word() else {
            throw failure(
                "'range' needs its two ends", at: keyword, help: "such as: for n in range 1..3")
        }
        lexer.skipBlanks()
        guard lexer.isAtEnd, !word.isQuoted, let dots = firstDots(in: word.range) else {
            throw notRange(rest)
        }
        let first = SourceRange(word.range.lowerBound, dots)
        let last = SourceRange(dots + 2, word.range.upperBound)
        let strange: Set<UInt8> = [ASCII.dot, ASCII.equals, UInt8(ascii: "<")]
        guard !first.isEmpty, !last.isEmpty, !strange.contains(source.utf8[last.lowerBound]) else {
            throw notRange(rest)
        }
        let ends = (try raw(first, interpolates: true), try raw(last, interpolates: true))
        let told = diagnostics.count
        check(ends.0, as: LoopRange.number)
        check(ends.1, as: LoopRange.number)
        if diagnostics.count == told, let from = ends.0.literal, let to = ends.1.literal {
            do {
                _ = try LoopRange.parse(from: from, to: to)
            } catch {
                report(error, at: word.range)
            }
        }
        return .range(ends.0, ends.1)
    }

    /// Where `..` stands, outside of variables.
    private func firstDots(in range: SourceRange) -> Int? {
        let bytes = source.utf8
        var offset = range.lowerBound
        while offset + 1 < range.upperBound {
            if bytes[offset] == ASCII.dot, bytes[offset + 1] == ASCII.dot { return offset }
            if bytes[offset] == ASCII.dollar,
                case .variable(_, let end)? = try? Interpolation.read(
                    source, at: offset, end: range.upperBound)
            {
                offset = end
            } else {
                offset += 1
            }
        }
        return nil
    }

    /// `1 3`, `1-3`, `1...3`, `1 to 3`, `3`.
    private func notRange(_ range: SourceRange) -> Diagnostic {
        failure(
            "\(VisibleText.quoted(source.text(in: range))) is not a range", at: range,
            label: rangeMeant(by: source.text(in: range)).map { "write '\($0)'" } ?? "",
            help: "a range counts up by one, both ends included: range 1..3")
    }

    /// The range that a text with one or two numbers probably means.
    private func rangeMeant(by text: String) -> String? {
        let numbers = text.unicodeScalars.split { !(48...57).contains($0.value) }.map(String.init)
        let signs = text.unicodeScalars.filter { !(48...57).contains($0.value) }
        let isShort = signs.count <= 6 && numbers.allSatisfy { $0.utf8.count <= 6 }
        guard isShort else { return nil }
        switch numbers.count {
        case 1 where signs.isEmpty: return "1..\(numbers[0])"
        case 2: return "\(numbers[0])..\(numbers[1])"
        default: return nil
        }
    }

    /// A source without its first word, or with another one.
    func unknownSource(_ word: String, _ keyword: SourceRange, _ start: Int) -> Diagnostic {
        let rest = Lexer.trimmedEnd(source.utf8, SourceRange(start, lexer.end))
        let all = SourceRange(start, rest)
        let text = source.text(in: all)
        let help = "a loop goes over \(ValueError.alternatives(LoopSource.keywords))"
        if word.hasPrefix("@") {
            return failure(
                "a loop does not go over jobs", at: keyword,
                help: "commands take many jobs at once, such as `wait @cat-*`")
        }
        if let sign = NearMiss.fullWidthSign(in: keyword, of: source) {
            return NearMiss.fullWidth(sign, in: source)
        }
        let quoted = VisibleText.quoted(text)
        let shown = VisibleText.of(text.utf8.count <= 40 ? text : "…")
        let message = "\(quoted) is not a source of a loop"
        if word.unicodeScalars.first.map({ (48...57).contains($0.value) || $0 == "$" }) == true,
            word.contains("..") || Int(word) != nil,
            let meant = word.contains("$") ? word : rangeMeant(by: text)
        {
            return failure(message, at: all, label: "write 'range \(meant)'", help: help)
        }
        if let kind = DidYouMean.suggestion(for: word, among: LoopSource.keywords) {
            return failure(
                "\(VisibleText.quoted(word)) is not a source of a loop", at: keyword,
                label: "did you mean '\(kind)'?", help: help)
        }
        let isOne = !text.contains(" ")
        let kind: String? =
            if isOne, (try? TableFormat.parse(path: text)) != nil {
                "table"
            } else if isOne, text.contains("*") {
                "glob"
            } else if isOne, text.hasSuffix(".txt") {
                "lines"
            } else if !isOne {
                "list"
            } else {
                nil
            }
        return failure(
            message, at: all, label: kind.map { "write '\($0) \(shown)'" } ?? "", help: help)
    }
}
