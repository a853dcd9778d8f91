/// What the commands share: values, ends, keywords, text.
extension StatementParser {
    /// Whether a word is this keyword. Letter case is forgiven at the prompt.
    func isKeyword(_ word: Word, _ keyword: String) -> Bool {
        guard let bare = word.bare else { return false }
        return bare == keyword || (dialect == .prompt && bare.lowercased() == keyword)
    }

    /// Refuses anything more on the line.
    mutating func expectEnd(_ command: String) throws(Diagnostic) {
        guard let extra = try lexer.word() else { return }
        throw failure(
            "\(VisibleText.quoted(source.text(in: extra.range))) is too much for `\(command)`",
            at: extra.range, help: "`help \(command)` shows what it takes")
    }

    /// The next word, which must be there.
    mutating func required(
        _ what: String, of command: CommandName
    ) throws(Diagnostic) -> Word {
        if let word = try lexer.word() { return word }
        throw missing(what, of: command)
    }

    func missing(_ what: String, of command: CommandName) -> Diagnostic {
        failure(
            "`\(command.rawValue)` needs \(what)", at: SourceRange(lexer.end, lexer.end),
            help: "usage: \(CommandReference.of(command).usage.joined(separator: "  or  "))")
    }

    static let wordsAreQuoted = "a word with blanks in it is quoted: \"two words\""

    /// The one word that a command takes.
    mutating func onlyWord(
        of command: CommandName, what: String, help: String = wordsAreQuoted
    ) throws(Diagnostic) -> Template {
        let word = try required(what, of: command)
        check(word.template, at: .value)
        if let extra = try lexer.word() {
            throw failure("`\(command.rawValue)` takes \(what) alone", at: extra.range, help: help)
        }
        refuseEmpty(word.template, what)
        return word.template
    }

    mutating func refuseEmpty(_ template: Template, _ what: String) {
        guard template.segments.isEmpty else { return }
        report(failure("\(what) cannot be empty", at: template.range))
    }

    /// Reports the variables of a template that mean nothing there.
    mutating func check(_ template: Template, at place: KnownNames.Place) {
        for segment in template.segments {
            if case .variable(let variable) = segment { check(variable, at: place) }
        }
    }

    mutating func check(_ variable: Template.Variable, at place: KnownNames.Place) {
        if let error = KnownNames.problem(with: variable, at: place) {
            report(error, at: variable.range)
        }
    }

    /// Checks a value that is written out, and the variables of one that is not.
    mutating func check<Value>(
        _ template: Template, as parse: (String) throws(ValueError) -> Value
    ) {
        check(template, at: .value)
        checkLiteral(template, as: parse)
    }

    /// Checks a value that is written out.
    mutating func checkLiteral<Value>(
        _ template: Template, as parse: (String) throws(ValueError) -> Value
    ) {
        guard let literal = template.literal else { return }
        do {
            _ = try parse(literal)
        } catch {
            report(error, at: template.range)
        }
    }

    /// The path of `set out` and `save … to`.
    mutating func checkOutPath(_ template: Template) {
        check(template, at: .outPath)
        refuseEmpty(template, "a path")
        for segment in template.segments {
            guard case .text(let text) = segment, text.utf8.contains(ASCII.dollar),
                let field = JobField.pathFields.first(where: {
                    text.contains("$job.\($0.rawValue)")
                })
            else { continue }
            report(
                Diagnostic(
                    .warning, "'$job.\(field.rawValue)' stays as it is written", in: source,
                    at: template.range, label: "did you mean '${job.\(field.rawValue)}'?",
                    help: ["a variable stands in braces"]))
            return
        }
    }

    /// `NAME` after `as`.
    mutating func newName() throws(Diagnostic) -> Template {
        guard let word = try lexer.word() else {
            throw failure("a name is missing after 'as'", at: SourceRange(lexer.end, lexer.end))
        }
        check(word.template, as: JobName.parse)
        if word.template.literal == nil { checkNameParts(word.template) }
        return word.template
    }

    /// The written parts of a name that also has variables.
    private mutating func checkNameParts(_ template: Template) {
        for segment in template.segments {
            guard case .text(let text) = segment,
                let bad = text.unicodeScalars.first(where: { !NameCharacter.canContinue($0) })
            else { continue }
            report(
                failure(
                    "a name cannot hold '\(VisibleText.of(String(bad)))'", at: template.range,
                    help: "a name is letters, digits, '_' and '-'"))
            return
        }
    }

    /// The text that stands here: raw to the end of the line, or a fence; `nil` for none.
    /// `isSent` says whether it goes to the model, for the messages.
    mutating func text(
        at place: KnownNames.Place, isSent: Bool
    ) throws(Diagnostic) -> Template? {
        lexer.skipBlanks()
        guard !lexer.isAtEnd else { return nil }
        let range = lexer.rest
        lexer.position = lexer.end
        guard let run = FenceRun.ending(source, range) else {
            try NearMiss.refuseText(source, range, isSent: isSent)
            let template = try raw(range, interpolates: true)
            check(template, at: place)
            return template
        }
        guard run.range.lowerBound == range.lowerBound else {
            throw failure(
                "text before a fence", at: range, label: "the fence opens at its end",
                help: "put the text on the line after the quotes, or end it otherwise")
        }
        let template = try fence(run)
        check(template, at: place)
        return template
    }

    /// Raw text as one template.
    func raw(_ range: SourceRange, interpolates: Bool) throws(Diagnostic) -> Template {
        let slice = source.utf8[range.lowerBound..<range.upperBound]
        guard interpolates, slice.contains(ASCII.dollar) else {
            return Template(source.text(in: range), range: range)
        }
        var builder = SegmentBuilder()
        var position = range.lowerBound
        while position < range.upperBound {
            if source.utf8[position] == ASCII.dollar {
                position = try builder.appendDollar(source, at: position, end: range.upperBound)
            } else {
                builder.append(source.utf8[position])
                position += 1
            }
        }
        return builder.template(range)
    }

    private mutating func fence(_ run: FenceRun) throws(Diagnostic) -> Template {
        let closing = try closingLine(of: run)
        lastLine = closing
        return try Fence(
            source: source, run: run, lines: lineIndex + 1..<closing,
            closing: source.lineRange(closing)
        ).template()
    }

    /// The line that closes the fence which a run opens on this line.
    mutating func closingLine(of run: FenceRun) throws(Diagnostic) -> Int {
        if let closing = fences.closingLine(of: run, after: lineIndex) { return closing }
        isUnclosed = true
        lastLine = source.lineCount - 1
        throw failure(
            "the fence that opens here is not closed", at: run.range,
            help: "end it with a line that holds just \(source.text(in: run.range))")
    }
}
