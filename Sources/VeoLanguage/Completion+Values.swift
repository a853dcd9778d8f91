/// What may stand in `${…}`.
extension Completion {
    /// The candidates for a name that is being typed in braces; `nil` where none is.
    static func value(
        line: String, cursor: Int, context: CompletionContext
    ) -> CompletionResult? {
        let before = Array(line.unicodeScalars.prefix(cursor))
        guard let start = openBrace(in: before) else { return nil }
        let typed = String(String.UnicodeScalarView(before[start...]))
        let words = line.unicodeScalars.prefix(start).split { $0 == " " || $0 == "\t" }
            .map { String($0).lowercased() }
        let fitting = candidates(context, after: words).filter { $0.text.hasPrefix(typed) }
        return .candidates(fitting, replacing: start..<before.count)
    }

    /// Where the name begins whose brace is open at the end of the text.
    private static func openBrace(in text: [Unicode.Scalar]) -> Int? {
        guard
            let dollar = text.indices.dropLast().last(where: { index in
                text[index] == "$" && text[index + 1] == "{"
            })
        else { return nil }
        // `$${` is a literal.
        guard dollar == 0 || text[dollar - 1] != "$" else { return nil }
        let start = dollar + 2
        var isQuoted = false
        for scalar in text[start...] {
            if scalar == "\"" { isQuoted.toggle() }
            guard isQuoted || (scalar != "}" && scalar != " " && scalar != "\t") else { return nil }
        }
        return start
    }

    private static func candidates(
        _ context: CompletionContext, after words: [String]
    ) -> [CompletionCandidate] {
        var all = context.variables.flatMap { variable in
            variable.columns.isEmpty
                ? [candidate(variable.name, variable.help)]
                : variable.columns.map { column in
                    candidate(variable.name + ColumnName.suffix(column), "a cell of the row")
                }
        }
        let isPath = words.starts(with: ["set", "out"]) || words.contains("to")
        if isPath {
            all += JobField.pathFields.map { candidate("job.\($0.rawValue)", "of the job") }
        }
        if ["print", "expect"].contains(words.first { $0 != "try" }) {
            all += KnownNames.counts.map { candidate("count.\($0)", "a number of jobs") }
            all.append(candidate("cost.total", "dollars so far"))
        }
        return all
    }

    private static func candidate(_ name: String, _ help: String) -> CompletionCandidate {
        CompletionCandidate(name + "}", help: help, isWhole: false)
    }
}
