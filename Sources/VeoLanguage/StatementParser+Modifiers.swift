/// What stands before a command, and the line that names the edition.
extension StatementParser {
    /// Reads `try` and `?`, and returns the word behind them, which names the command.
    mutating func modifiers() throws(Diagnostic) -> String {
        keyword = lexer.rawWord()
        if isTry(source.text(in: keyword)) {
            let word = keyword
            isTried = true
            lexer.skipBlanks()
            guard !lexer.isAtEnd else {
                throw failure(
                    "'try' needs a command behind it", at: word,
                    help: "such as `try submit`: when it fails, the script goes on")
            }
            keyword = lexer.rawWord()
        }
        if source.utf8[keyword.lowerBound] == ASCII.question, keyword.count > 1 {
            isOptional = true
            keyword = SourceRange(keyword.lowerBound + 1, keyword.upperBound)
        }
        let word = source.text(in: keyword)
        if isTry(word) {
            throw failure(
                isTried ? "'try' stands here twice" : "'?' stands behind 'try', not before it",
                at: keyword, label: isTried ? "remove it" : "",
                help: "the order is: try ?command")
        }
        return word
    }

    private func isTry(_ word: String) -> Bool {
        word == "try" || (dialect == .prompt && word.lowercased() == "try")
    }

    /// What a later edition may call a command.
    func isName(_ word: String) -> Bool {
        (try? JobName.parse(word)) != nil
    }

    /// Reports what stands before a word that takes nothing before it.
    mutating func refuseModifiers(before word: String, from start: Int) {
        guard isTried || isOptional else { return }
        let range = SourceRange(start, keyword.lowerBound)
        let sign = isTried ? "try" : "?"
        report(
            failure(
                "'\(sign)' does not stand before '\(word)'", at: range, label: "remove it",
                help: "it stands before commands, those in a loop too"))
    }

    /// `veo 1`, the edition that a script is written for.
    mutating func edition(_ range: SourceRange) throws(Diagnostic) -> Command? {
        guard let number = try lexer.word(), let text = number.bare, let edition = Int(text),
            text == String(edition)
        else {
            throw failure(
                "'veo' is the program, not a command", at: range,
                help: "`veo \(Parser.edition)` at the start of a script names its edition; "
                    + "`include FILE` runs another script")
        }
        try expectEnd("veo")
        guard isFirst else {
            throw failure("`veo \(edition)` must be the first statement", at: range)
        }
        isPassedOver = true
        guard edition == Parser.edition else {
            stopsParsing = true
            throw failure(
                "this program does not know edition \(VisibleText.quoted(text)) of the language",
                at: number.range, help: "it knows edition \(Parser.edition)")
        }
        return nil
    }
}
