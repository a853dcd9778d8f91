/// What people type at a prompt to be told something: `?`, `\?`, `?submit`, `submit?`.
extension StatementParser {
    /// The help that a typed line asks for; `nil` for every other line. A `?` before a command that
    /// spends money would otherwise make it optional, and run it.
    mutating func question() throws(Diagnostic) -> Command? {
        guard dialect == .prompt, source.lineCount == 1 else { return nil }
        var rest = lexer
        let range = rest.rawWord()
        rest.skipBlanks()
        let text = Self.halfWidth(source.text(in: range))
        let asked = Substring(text).utf8
        guard asked.first == ASCII.question || asked.last == ASCII.question else { return nil }
        let isBefore = asked.first == ASCII.question
        let topic = String(isBefore ? text.dropFirst() : text.dropLast()).lowercased()
        if rest.isAtEnd, topic.isEmpty || topic == "\\" || Help.topics.contains(topic) {
            (keyword, lexer) = (range, rest)
            return .help(topic: ["", "\\"].contains(topic) ? nil : topic)
        }
        guard isBefore, let name = CommandName(rawValue: topic), name.spendsMoney else {
            return nil
        }
        throw failure(
            "'?' is not help here: this would run `\(topic)`", at: range,
            help: "`help \(topic)` explains it", "without the '?' it is run")
    }

    /// A Chinese keyboard types the wide one.
    private static func halfWidth(_ text: String) -> String {
        text.replacing("？", with: "?")
    }
}
