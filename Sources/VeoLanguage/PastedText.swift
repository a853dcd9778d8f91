/// A text of several lines that is pasted where the text of a prompt stands becomes a fence: its
/// lines would be read as commands otherwise.
package enum PastedText {
    /// The line with the text in it, parted at the cursor; `nil` where the paste is no text of a
    /// prompt and is taken as it is.
    package static func inserted(
        _ text: String, between before: String, and after: String
    ) -> (before: String, after: String)? {
        guard text.contains("\n"), after.allSatisfy({ $0 == " " || $0 == "\t" }),
            let start = startOfText(in: before)
        else { return nil }
        let head = before[..<start]
        let typed = before[start...]
        // What is pasted is no program: `${` in it stays what it is.
        let isFilled = typed.contains("${")
        let quote: Character = text.contains("${") && !isFilled ? "'" : "\""
        let body = typed + (isFilled ? text.replacing("${", with: "$${") : text)
        let run = String(repeating: quote, count: runLength(quote, in: body))
        let blank = head.last == " " || head.last == "\t" ? "" : " "
        return ("\(head)\(blank)\(run)\n\(body)\n\(run)", "")
    }

    /// Where the text of the last line starts; `nil` when the line takes none, or is part of a
    /// fence that is open already.
    private static func startOfText(in before: String) -> String.Index? {
        let source = SourceFile(name: "", text: before)
        guard !Parser.parse(source, dialect: .prompt).needsMoreLines else { return nil }
        let line = source.lineRange(source.lineCount - 1)
        var lexer = Lexer(source, line)
        guard let offset = offsetOfText(&lexer, in: source) else { return nil }
        return before.utf8.index(before.startIndex, offsetBy: offset)
    }

    private static func offsetOfText(_ lexer: inout Lexer, in source: SourceFile) -> Int? {
        var word = source.text(in: lexer.rawWord())
        if word.lowercased() == "try" { word = source.text(in: lexer.rawWord()) }
        guard case .command(let name) = CommandLookup.find(word, dialect: .prompt) else {
            return nil
        }
        switch name {
        case .prompt, .print: break
        case .submit, .again:
            repeat {
                guard !lexer.isAtEnd else { return nil }
                word = source.text(in: lexer.rawWord())
            } while word != "--"
        case .let, .param:
            _ = lexer.rawWord()
            guard source.text(in: lexer.rawWord()) == "=" else { return nil }
        default: return nil
        }
        lexer.skipBlanks()
        // `prompt` without a blank behind it is still a word that is being typed.
        let isParted =
            lexer.position < source.utf8.count || source.utf8.last == ASCII.space
            || source.utf8.last == ASCII.tab
        guard isParted else { return nil }
        // The lexer stops before the blanks that end a line.
        return lexer.isAtEnd ? source.utf8.count : lexer.position
    }

    /// More quotes than any line of the text has by itself.
    private static func runLength(_ quote: Character, in text: Substring) -> Int {
        let runs = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.filter { $0 != " " && $0 != "\t" }
        }.filter { !$0.isEmpty && $0.allSatisfy { $0 == quote } }
        return max(FenceRun.leastLength, (runs.map(\.count).max() ?? 0) + 1)
    }
}
