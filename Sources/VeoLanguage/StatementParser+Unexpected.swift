/// Words that stand where nothing takes them, and the pairs that a command takes.
extension StatementParser {
    /// The key of a pair, when the command takes it.
    func pairKey(
        _ pair: Word.Pair, of command: CommandName, among keys: [String]
    ) throws(Diagnostic) -> String {
        let key = dialect == .prompt ? pair.key.lowercased() : pair.key
        if keys.contains(key) {
            guard pair.value.segments.isEmpty else { return key }
            throw failure(
                "a value is missing after '\(key)='",
                at: SourceRange(pair.keyRange.lowerBound, pair.value.range.upperBound),
                help: "no blank stands round '=': \(key)=VALUE")
        }
        let bare = key.drop { $0 == "-" }
        if key.hasPrefix("--"), keys.contains(String(bare)) {
            throw failure(
                "'\(key)' is written without dashes", at: pair.keyRange, label: "write '\(bare)='")
        }
        throw failure(
            "`\(command.rawValue)` takes no \(VisibleText.quoted(pair.key + "="))",
            at: pair.keyRange,
            label: DidYouMean.label(for: String(bare), among: keys),
            help: "it takes \(ValueError.alternatives(keys.map { $0 + "=" }))")
    }

    func refuseTwice(_ pair: Word.Pair, _ earlier: Template?) throws(Diagnostic) {
        guard let earlier else { return }
        var diagnostic = failure("'\(pair.key)=' stands here twice", at: pair.keyRange)
        diagnostic.notes = [Diagnostic.Note(at: earlier.range, "the first one")]
        throw diagnostic
    }

    /// A word that the command does not take there.
    func unexpected(_ word: Word, of command: CommandName, keywords: [String]) -> Diagnostic {
        if let sign = NearMiss.fullWidthSign(in: word.range, of: source) {
            return NearMiss.fullWidth(sign, in: source)
        }
        let text = source.text(in: word.range)
        if NearMiss.isDash(text) || text.hasPrefix("--") {
            return failure(
                "`\(command.rawValue)` takes no '--'", at: word.range,
                help: "`help \(command.rawValue)` shows what it takes")
        }
        let label = DidYouMean.label(for: text, among: keywords)
        let isName = word.pair == nil && (try? JobName.parse(text)) != nil
        if label.isEmpty, isName {
            return failure(
                "\(VisibleText.quoted(text)) is not a reference to a job", at: word.range,
                label: "did you mean '@\(text)'?",
                help: "`help references` shows how jobs are named")
        }
        return failure(
            "\(VisibleText.quoted(text)) is too much for `\(command.rawValue)`", at: word.range,
            label: label, help: "`help \(command.rawValue)` shows what it takes")
    }

    /// A word that `submit` does not take: mostly a text without its `--`.
    func unexpectedInSubmit(_ word: Word, of command: CommandName) -> Diagnostic {
        let text = source.text(in: word.range)
        let quoted = VisibleText.quoted(text)
        if NearMiss.isDash(text) {
            return failure(
                "\(quoted) is not '--'", at: word.range, label: "write '--'",
                help: "the text of one submit follows two hyphens and a blank")
        }
        if let sign = NearMiss.fullWidthSign(in: word.range, of: source) {
            return NearMiss.fullWidth(sign, in: source)
        }
        if text.hasPrefix("--") {
            return failure(
                "a blank is missing after '--'", at: word.range, label: "write '-- …'",
                help: "the text of one submit follows a free-standing '--'")
        }
        if command == .again { return unexpectedInAgain(word, text) }
        let digits = text.unicodeScalars.filter { (48...57).contains($0.value) }
        let others = text.unicodeScalars.filter { !(48...57).contains($0.value) }
        if text == "x"
            || (others.count <= 1 && !digits.isEmpty && text.first != "-"
                && others.allSatisfy { ["x", "X", "×", "*"].contains($0) })
        {
            let number = digits.isEmpty ? "3" : String(String.UnicodeScalarView(digits))
            return failure(
                "\(quoted) is not a number of jobs", at: word.range,
                label: "write 'x\(number)'", help: "such as `submit x3 as cat`")
        }
        return failure(
            "\(quoted) means nothing to `submit`", at: word.range,
            label: text.utf8.count < 2
                ? "" : DidYouMean.label(for: text, among: ["as", "model=", "mode="]),
            help: "the text of one submit follows a free-standing '--': submit -- TEXT")
    }

    private func unexpectedInAgain(_ word: Word, _ text: String) -> Diagnostic {
        let quoted = VisibleText.quoted(text)
        if text.hasPrefix("@") {
            return failure(
                "`again` takes one reference", at: word.range,
                help: "one line for each job: such as `again @last`")
        }
        let isCount = text.hasPrefix("x") && text.utf8.dropFirst().allSatisfy { (48...57) ~= $0 }
        return failure(
            "\(quoted) means nothing to `again`", at: word.range,
            label: text.utf8.count < 2
                ? "" : DidYouMean.label(for: text, among: ["as", "model=", "mode="]),
            help: isCount
                ? "it submits one job; a loop repeats it"
                : "the text of one job follows a free-standing '--': again @last -- TEXT")
    }
}
