/// `let` and `param`, and the names that they define.
extension StatementParser {
    mutating func letCommand() throws(Diagnostic) -> Command {
        let name = try variableName(of: .let)
        guard try equalsSign(of: .let) else { throw missing("'=' and a text", of: .let) }
        return .let(name, try valueText(of: .let))
    }

    mutating func param() throws(Diagnostic) -> Command {
        let name = try variableName(of: .param)
        guard try equalsSign(of: .param) else { return .param(name, nil) }
        return .param(name, try valueText(of: .param))
    }

    private mutating func valueText(of command: CommandName) throws(Diagnostic) -> Template {
        if let text = try text(at: .value, isSent: false) { return text }
        throw failure(
            "the text after '=' is missing", at: SourceRange(lexer.end, lexer.end),
            help: command == .param
                ? "without a default write the name alone: then the caller must give it"
                : "an empty text is a fence without lines: ''' and below it '''")
    }

    /// The name behind `let`, `param` or `for`.
    mutating func variableName(of command: CommandName) throws(Diagnostic) -> VariableName {
        let range = lexer.rawWord()
        guard !range.isEmpty else { throw missing("a name", of: command) }
        let text = source.text(in: range)
        if let sign = NearMiss.fullWidthSign(in: range, of: source) {
            throw NearMiss.fullWidth(sign, in: source)
        }
        if text.hasSuffix(":") {
            throw failure(
                "no colon stands after a name",
                at: SourceRange(range.upperBound - 1, range.upperBound),
                label: command == .for ? "remove it" : "write ' ='")
        }
        if let sign = text.utf8.firstIndex(of: ASCII.equals), command != .for {
            let offset = range.lowerBound + text.utf8.distance(from: text.utf8.startIndex, to: sign)
            throw failure(
                "blanks stand round '='", at: SourceRange(offset, offset + 1), label: "write ' = '",
                help: "such as `\(command.rawValue) style = a film of the seventies`")
        }
        if text.hasPrefix("$") || text.hasPrefix("\"") {
            let bare = text.filter { !"${}\"".contains($0) }
            let isName = (try? JobName.parse(bare)) != nil
            throw failure(
                "a name stands here as it is", at: range,
                label: isName ? "write '\(bare)'" : "",
                help: "`${…}` stands only where the value is used")
        }
        do {
            return VariableName(text: try JobName.parse(text), range: range)
        } catch {
            throw Diagnostic(error, in: source, at: range)
        }
    }

    /// Reads `=`; `false` at the end of the line.
    private mutating func equalsSign(of command: CommandName) throws(Diagnostic) -> Bool {
        let range = lexer.rawWord()
        guard !range.isEmpty else { return false }
        let word = source.text(in: range)
        if word == "=" { return true }
        let isSign = ["＝", ":=", "==", ":", "：", "to", "is", "=="].contains(word)
        if isSign {
            throw failure("\(VisibleText.quoted(word)) is not '='", at: range, label: "write '='")
        }
        if word.hasPrefix("=") {
            throw failure(
                "a blank is missing after '='",
                at: SourceRange(range.lowerBound, range.lowerBound + 1), label: "write '= '")
        }
        throw failure(
            "'=' is missing", at: range, label: "write '=' before it",
            help: "usage: \(CommandReference.of(command).usage.joined(separator: "  or  "))")
    }
}
