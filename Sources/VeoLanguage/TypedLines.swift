/// The lines that were typed at a prompt as a script that runs: short forms are spelt out, and what
/// cannot stand in a file, or was wrong, becomes a comment.
package enum TypedLines {
    /// - Parameter entries: oldest first; one entry may be a loop or hold a fence.
    package static func script(_ entries: [String]) -> String {
        entries.map(lines).joined()
    }

    /// One entry, with its line end.
    private static func lines(_ entry: String) -> String {
        let source = SourceFile(name: "<prompt>", text: entry)
        if case .success(let text) = Formatter.format(source, dialect: .prompt),
            canStandInFile(Parser.parse(source, dialect: .prompt).script.statements),
            !Parser.parse(SourceFile(name: "<history>", text: text), dialect: .file).hasErrors
        {
            return text
        }
        return entry.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "#\n" : "# \(VisibleText.of(String($0)))\n" }.joined()
    }

    private static func canStandInFile(_ statements: [Statement]) -> Bool {
        statements.allSatisfy { statement in
            switch statement.command {
            case .history, .edit, .clear, .help, .quit, .model: false
            case .set(let setting, _), .unset(let setting):
                setting != .baseURL && setting != .keyFrom
            case .loop(let loop): canStandInFile(loop.body)
            case .show, .prompt, .image, .submit, .again, .wait, .save, .collect, .jobs, .models,
                .cost, .let, .param, .expect, .budget, .onError, .print, .sleep, .include, .adopt,
                .forget:
                true
            }
        }
    }
}
