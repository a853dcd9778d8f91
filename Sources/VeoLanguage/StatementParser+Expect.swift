/// `expect`.
extension StatementParser {
    mutating func expectation() throws(Diagnostic) -> Expectation {
        let first = try required("a job or a value, and what it must be", of: .expect)
        try refuseGluedField(first)
        if let reference = try reference(first) { return try jobExpectation(reference) }
        check(first.template, at: .expect)
        let comparison = try comparison(after: first)
        let right = try rightSide(comparison)
        checkWords(first.template, comparison, right)
        return .words(first.template, comparison, right)
    }

    private static let fields = JobField.allCases.map(\.rawValue)
    private static let fieldHelp = "the fields are \(fields.joined(separator: ", "))"

    private mutating func jobExpectation(
        _ reference: Reference
    ) throws(Diagnostic) -> Expectation {
        guard let word = try lexer.word() else {
            throw failure(
                "`expect` needs a field of the job, and what it must be",
                at: SourceRange(lexer.end, lexer.end), help: Self.fieldHelp)
        }
        let text = source.text(in: word.range)
        let name = dialect == .prompt ? text.lowercased() : text
        guard let field = JobField(rawValue: name), !word.isQuoted else {
            throw notField(word, text)
        }
        let comparison = try comparison(after: word)
        let right = try rightSide(comparison)
        if [.text, .status, .mode].contains(field.kind), comparison.op.isOrder {
            report(Comparing.noOrder(comparison.op), at: comparison.range)
        } else if let literal = right.literal {
            do {
                try Comparing.check(literal, as: field.kind, comparison.op)
            } catch {
                report(error, at: right.range)
            }
        }
        return .job(reference, field, comparison, right)
    }

    private func notField(_ word: Word, _ text: String) -> Diagnostic {
        if ComparisonOperator(rawValue: text) != nil || ComparisonOperator.synonyms[text] != nil {
            return failure(
                "a field is missing", at: word.range,
                label: "did you mean 'status \(ComparisonOperator.equal.rawValue)'?",
                help: Self.fieldHelp)
        }
        if let pair = word.pair, JobField(rawValue: pair.key) != nil {
            return failure(
                "blanks stand round an operator", at: word.range,
                label: "write '\(pair.key) == …'", help: Self.operatorHelp)
        }
        return failure(
            "a job has no field \(VisibleText.quoted(text))", at: word.range,
            label: DidYouMean.label(for: text, among: Self.fields), help: Self.fieldHelp)
    }

    /// `@cat.status`, `cat status`, `status`: jobs and fields that are not written as such.
    private func refuseGluedField(_ word: Word) throws(Diagnostic) {
        guard !word.isQuoted, word.pair == nil, word.template.literal != nil else { return }
        let text = source.text(in: word.range)
        if text.utf8.first == ASCII.at {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, JobField(rawValue: String(parts[1])) != nil else { return }
            throw failure(
                "a blank stands between a job and its field", at: word.range,
                label: "write '\(VisibleText.of(String(parts[0]))) \(parts[1])'")
        }
        if JobField(rawValue: text) != nil {
            throw failure(
                "'\(text)' is a field of a job, and no job is named", at: word.range,
                label: "did you mean '@last \(text)'?",
                help: "a text that is meant so is quoted: \"\(text)\"")
        }
        if text == "count" || text.hasPrefix("count.") || text.hasPrefix("cost.") {
            throw failure(
                "a value is named in braces", at: word.range, label: "did you mean '${\(text)}'?")
        }
        var ahead = lexer
        let next = source.text(in: ahead.rawWord())
        if JobField(rawValue: next) != nil, (try? JobName.parse(text)) != nil {
            throw failure(
                "\(VisibleText.quoted(text)) is not a reference to a job", at: word.range,
                label: "did you mean '@\(text)'?")
        }
    }

    private static let operatorHelp =
        "the operators are \(ComparisonOperator.allCases.map(\.rawValue).joined(separator: " "))"

    private mutating func comparison(after left: Word) throws(Diagnostic) -> Comparison {
        lexer.skipBlanks()
        let range = lexer.rawWord()
        guard !range.isEmpty else {
            if let pair = left.pair {
                throw failure(
                    "blanks stand round an operator", at: left.range,
                    label: "write '\(VisibleText.of(pair.key)) == …'", help: Self.operatorHelp)
            }
            throw failure(
                "an operator is missing", at: SourceRange(lexer.end, lexer.end),
                help: Self.operatorHelp)
        }
        let word = source.text(in: range)
        let key = dialect == .prompt ? word.lowercased() : word
        if let op = ComparisonOperator(rawValue: key) { return Comparison(op: op, range: range) }
        if let meant = ComparisonOperator.synonyms[word.lowercased()] {
            throw failure(
                "\(VisibleText.quoted(word)) is not an operator", at: range,
                label: "write '\(meant.rawValue)'", help: Self.operatorHelp)
        }
        let signs = word.prefix { "=!<>".contains($0) }
        if !signs.isEmpty, ComparisonOperator(rawValue: String(signs)) != nil {
            throw failure(
                "a blank is missing after '\(signs)'",
                at: SourceRange(range.lowerBound, range.lowerBound + signs.utf8.count),
                help: Self.operatorHelp)
        }
        throw failure(
            "\(VisibleText.quoted(word)) is not an operator", at: range,
            label: DidYouMean.label(for: word, among: ["contains", "matches"]),
            help: Self.operatorHelp)
    }

    private mutating func rightSide(_ comparison: Comparison) throws(Diagnostic) -> Template {
        guard let word = try lexer.word() else {
            throw failure(
                "a value is missing after '\(comparison.op.rawValue)'",
                at: SourceRange(lexer.end, lexer.end))
        }
        check(word.template, at: .expect)
        if let extra = try lexer.word() {
            throw failure(
                "`expect` compares with one word", at: extra.range, help: Self.wordsAreQuoted)
        }
        return word.template
    }

    /// A written word that has no order, beside `<` and its kin.
    private mutating func checkWords(
        _ left: Template, _ comparison: Comparison, _ right: Template
    ) {
        guard comparison.op.isOrder else { return }
        if let first = left.literal, let second = right.literal {
            do {
                _ = try Comparing.holds(words: first, comparison.op, second)
            } catch {
                report(error, at: comparison.range)
            }
            return
        }
        let written = [left, right].compactMap(\.literal)
        guard written.contains(where: { !Comparing.hasOrder($0) }) else { return }
        report(Comparing.noOrder(comparison.op), at: comparison.range)
    }
}
