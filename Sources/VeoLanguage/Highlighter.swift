/// Colours for a text that is being typed. It works line by line on the words as they stand, so
/// that a text that is not finished has its colours too; what the parser calls wrong is marked as
/// such, unless it is just being typed.
package enum Highlighter {
    package enum Kind: Sendable, Hashable {
        case command
        /// A word that the language knows: a setting, `as`, `in`, `any`.
        case keyword
        case value
        case reference
        /// `${…}`, and a name where it gets its meaning.
        case variable
        /// A run of quotes that opens or closes a text.
        case fence
        case comment
        case error
    }

    /// A part of the text; the range counts Unicode scalars.
    package struct Span: Sendable, Hashable {
        package let range: Range<Int>
        package let kind: Kind
    }

    /// Longer texts, in bytes, stay plain: a key must be drawn before the next one comes.
    package static let mostBytes = 256 * 1_024

    /// The spans of a text; where two overlap, the later one counts.
    ///
    /// - Parameter cursor: where typing goes on, in Unicode scalars.
    package static func spans(
        of text: String, cursor: Int, context: CompletionContext
    ) -> [Span] {
        guard text.utf8.count <= mostBytes else { return [] }
        var painter = Painter(source: SourceFile(name: "", text: text), context: context)
        painter.paint()
        painter.markErrors(cursor: cursor, text: text)
        return painter.spans(in: text)
    }
}

private struct Painter {
    let source: SourceFile
    let context: CompletionContext
    private var parts: [(range: SourceRange, kind: Highlighter.Kind)] = []
    /// The line that is painted.
    private var end = 0

    init(source: SourceFile, context: CompletionContext) {
        self.source = source
        self.context = context
    }

    mutating func paint() {
        var fence: FenceRun?
        for index in 0..<source.lineCount {
            let line = source.lineRange(index)
            end = Lexer.trimmedEnd(source.utf8, line)
            var lexer = Lexer(source, line)
            lexer.skipBlanks()
            if let open = fence {
                if closes(open, lexer) {
                    add(SourceRange(lexer.position, end), .fence)
                    fence = nil
                } else if open.quote == ASCII.quote {
                    variables(SourceRange(line.lowerBound, end))
                }
            } else {
                fence = statement(lexer)
            }
        }
    }

    private func closes(_ open: FenceRun, _ lexer: Lexer) -> Bool {
        guard let run = FenceRun.ending(source, SourceRange(lexer.position, end)) else {
            return false
        }
        return run.range.lowerBound == lexer.position && run.quote == open.quote
            && run.range.count == open.range.count
    }

    private mutating func add(_ range: SourceRange, _ kind: Highlighter.Kind) {
        if !range.isEmpty { parts.append((range, kind)) }
    }

    // MARK: A line

    /// Gives the fence that the line opens.
    private mutating func statement(_ lexer: Lexer) -> FenceRun? {
        var lexer = lexer
        guard !lexer.isAtEnd else { return nil }
        if source.utf8[lexer.position] == ASCII.hash {
            add(SourceRange(lexer.position, end), .comment)
            return nil
        }
        if source.utf8[lexer.position] == ASCII.question {
            add(SourceRange(lexer.position, lexer.position + 1), .keyword)
            lexer.position += 1
        }
        var word = lexer.rawWord()
        while Keywords.modifiers.contains(source.text(in: word).lowercased()) {
            add(word, .keyword)
            word = lexer.rawWord()
        }
        guard case .command(let name) = CommandLookup.find(source.text(in: word), dialect: .prompt)
        else { return nil }
        add(word, .command)
        return arguments(of: name, &lexer)
    }

    private mutating func arguments(of name: CommandName, _ lexer: inout Lexer) -> FenceRun? {
        var index = 0
        if name == .prompt || name == .print { return text(&lexer) }
        while true {
            lexer.skipBlanks()
            guard !lexer.isAtEnd else { return nil }
            let word = word(&lexer)
            let text = source.text(in: word)
            switch name {
            case .submit, .again:
                if text == "--" {
                    add(word, .keyword)
                    return self.text(&lexer)
                }
                argument(word, text, of: name, index)
            case .let, .param:
                add(word, index == 0 ? .variable : .keyword)
                if index == 1 { return self.text(&lexer) }
            case .for where index == 0: add(word, .variable)
            default: argument(word, text, of: name, index)
            }
            index += 1
        }
    }

    /// A word with the quoted parts that belong to it.
    private func word(_ lexer: inout Lexer) -> SourceRange {
        let bytes = source.utf8
        let start = lexer.position
        var isQuoted = false
        while lexer.position < lexer.end {
            let byte = bytes[lexer.position]
            if byte == ASCII.dollar, let end = variableEnd(lexer) {
                lexer.position = end
                continue
            }
            if isQuoted, byte == ASCII.backslash, lexer.position + 1 < lexer.end {
                lexer.position += 1
            } else if byte == ASCII.quote {
                let opens = lexer.position == start || bytes[lexer.position - 1] == ASCII.equals
                isQuoted = isQuoted ? false : opens
            } else if !isQuoted, Lexer.blankLength(bytes, at: lexer.position, end: lexer.end) > 0 {
                break
            }
            lexer.position += 1
        }
        return SourceRange(start, min(lexer.position, lexer.end))
    }

    /// Behind a `${…}`, which may have blanks and quotes in it.
    private func variableEnd(_ lexer: Lexer) -> Int? {
        guard
            case .variable(_, let end)? = try? Interpolation.read(
                source, at: lexer.position, end: lexer.end)
        else { return nil }
        return end
    }

    private mutating func argument(
        _ word: SourceRange, _ text: String, of name: CommandName, _ index: Int
    ) {
        defer { variables(word) }
        if text.hasPrefix("@") { return add(word, .reference) }
        if let equals = text.utf8.firstIndex(of: ASCII.equals),
            Keywords.pairKeys.contains(String(text[..<equals]).lowercased())
        {
            let split = word.lowerBound + text.utf8.distance(from: text.startIndex, to: equals) + 1
            add(SourceRange(word.lowerBound, split), .keyword)
            return add(SourceRange(split, word.upperBound), .value)
        }
        add(word, Self.words(of: name, index).contains(text.lowercased()) ? .keyword : .value)
    }

    /// The words that mean something of their own at a place.
    private static func words(of name: CommandName, _ index: Int) -> [String] {
        switch name {
        case .set: index == 0 ? Keywords.settings : Keywords.keySources
        case .unset: Keywords.settings
        case .show: Keywords.settings + Keywords.showTopics + ["curl"]
        case .for: ["in"] + Keywords.loopSources
        case .expect: Keywords.fields + Keywords.operators
        case .save, .collect: ["to"]
        case .submit, .again, .adopt: ["as"]
        case .wait: ["any"]
        case .image: ["none"]
        default: []
        }
    }

    /// The text of a prompt: what is filled in, and the fence at its start.
    private mutating func text(_ lexer: inout Lexer) -> FenceRun? {
        lexer.skipBlanks()
        let rest = lexer.rest
        if let run = FenceRun.ending(source, rest), run.range.lowerBound == rest.lowerBound {
            add(run.range, .fence)
            return run
        }
        variables(rest)
        return nil
    }

    private mutating func variables(_ range: SourceRange) {
        for variable in Template.variables(in: source, range) { add(variable.range, .variable) }
    }

    // MARK: Errors

    mutating func markErrors(cursor: Int, text: String) {
        let parsed = Parser.parse(source, dialect: .prompt)
        // A text that goes on has an end that is still to come, and its errors with it.
        let known = parsed.needsMoreLines ? [] : parsed.diagnostics.filter { $0.severity == .error }
        let ranges = known.compactMap(\.range) + unknownModels
        guard !ranges.isEmpty else { return }
        let typed = text.unicodeScalars.prefix(cursor).reduce(0) { $0 + UTF8.width($1) }
        for range in ranges where !range.isEmpty {
            let isTouched = range.lowerBound <= typed && typed <= range.upperBound
            if !isTouched || isHopeless(typed, text) { add(range, .error) }
        }
    }

    /// Models are named by the catalog, which the parser does not know.
    private var unknownModels: [SourceRange] {
        guard !context.models.isEmpty else { return [] }
        let names = Set(context.models.map(\.name))
        return parts.indices.compactMap { index in
            let (range, kind) = parts[index]
            guard kind == .value, index > 0, parts[index - 1].kind == .keyword,
                !source.utf8[range.lowerBound..<range.upperBound].contains(ASCII.dollar)
            else { return nil }
            let before = source.text(in: parts[index - 1].range).lowercased()
            guard before == "model" || before == "model=" else { return nil }
            return names.contains(source.text(in: range)) ? nil : range
        }
    }

    /// Whether nothing that could stand there starts with the word at the cursor.
    private func isHopeless(_ typed: Int, _ text: String) -> Bool {
        let line = source.lineRange(source.lineIndex(of: typed))
        guard typed <= line.upperBound else { return false }
        let before = source.text(in: SourceRange(line.lowerBound, typed))
        let words = CompletionWords(before, cursor: before.unicodeScalars.count)
        guard !words.current.isEmpty else { return false }
        let start = String(String.UnicodeScalarView(before.unicodeScalars.prefix(words.start)))
        return Self.candidates(before, context) == 0 && Self.candidates(start, context) != 0
    }

    /// How many candidates there are; nil for names of files, which may be anything.
    private static func candidates(_ line: String, _ context: CompletionContext) -> Int? {
        let cursor = line.unicodeScalars.count
        switch Completion.complete(line: line, cursor: cursor, context: context) {
        case .candidates(let candidates, _): return candidates.count
        case .files: return nil
        }
    }

    // MARK: Offsets

    func spans(in text: String) -> [Highlighter.Span] {
        var offsets = [Int](repeating: 0, count: source.utf8.count + 1)
        var byte = 0
        for (index, scalar) in text.unicodeScalars.enumerated() {
            for _ in 0..<UTF8.width(scalar) where byte < offsets.count {
                offsets[byte] = index
                byte += 1
            }
        }
        offsets[offsets.count - 1] = text.unicodeScalars.count
        return parts.map { part in
            Highlighter.Span(
                range: offsets[part.range.lowerBound]..<offsets[part.range.upperBound],
                kind: part.kind)
        }
    }
}
