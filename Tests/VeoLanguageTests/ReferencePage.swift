@testable import VeoLanguage

/// The page of commands and settings in the documentation, as the tables of the language make it.
enum ReferencePage {
    static var text: String {
        let groups = CommandGroup.allCases.map { group in
            (["## \(group.rawValue)"]
                + CommandReference.all.filter { $0.group == group }.map(entry))
                .joined(separator: "\n\n")
        }
        return ([head] + groups + [settings, fields, limits]).joined(separator: "\n\n") + "\n"
    }

    private static let head = """
        # Commands and settings

        One entry for each command, each setting and each field of a job, as `help` shows them.

        ## Overview

        In the usage, capitals stand for what you write, `[…]` for what may be left out, `…` for what
        may be repeated. <doc:Language> tells what holds for all commands, <doc:CommandLine> what the
        program takes. This page is made from the tables that the parser, `help` and completion read;
        a test fails when it is not up to date.
        """

    private static func entry(_ row: CommandReference) -> String {
        let usage = row.usage.map { "`\($0)`" }.joined(separator: " · ")
        return """
            ### \(row.name.rawValue)

            \(usage)

            \(sentence(row.summary)). \(paragraph(row.detail))

            ```veo
            \(row.examples.joined(separator: "\n"))
            ```
            """
    }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Lines as they are shown in a terminal become one paragraph. The quotes of fences stand in code.
    private static func paragraph(_ lines: [String]) -> String {
        lines.joined(separator: " ").replacing("\"\"\"", with: "`\"\"\"`")
            .replacing("'''", with: "`'''`")
    }

    private static var settings: String {
        let rows = SettingReference.all.map { row in
            "| `\(row.setting.rawValue)` | \(row.meaning) | \(cell(row.values)) "
                + "| `\(row.defaultValue)` |"
        }
        return """
            ## Settings

            Each is changed by `set KEY VALUE`, put back by `unset KEY`, and shown by `show KEY`.

            | setting | what it is | the value is | default |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    private static var fields: String {
        let rows = JobField.allCases.map { field in
            "| `\(field.rawValue)` | \(field.kind.words) | \(field.canStandInPath ? "yes" : "no") |"
        }
        return """
            ## Fields of a job

            For `expect REF FIELD OP VALUE`, and as `${job.FIELD}` in `set out` and after `save … to`,
            where not every field can stand.

            | field | compares as | in a path |
            |---|---|---|
            \(rows.joined(separator: "\n"))

            A status is one of \(code(JobStatus.allCases.map(\.rawValue))).
            """
    }

    private static var limits: String {
        let rows: [(String, String)] = [
            ("a script", "\(Limits.fileBytes / 1_048_576) MiB"),
            ("a line", "\(Limits.lineBytes / 1024) KiB"),
            ("a prompt, filled in", "\(grouped(Limits.promptCharacters)) characters"),
            ("a row of a table", "\(Limits.tableRowBytes / 1_048_576) MiB"),
            ("turns of a loop", grouped(Limits.loopTurns)),
            ("loops in each other", "\(Limits.loopNesting)"),
            ("scripts that include each other", "\(Limits.includeDepth) deep"),
            ("`xN`, `parallel`", "\(Limits.count)"),
            ("a name", "\(Limits.nameCharacters) characters"),
            ("an id of a server", "\(Limits.serverIDCharacters) characters"),
            ("a duration", "\(Limits.durationHours) h"),
            ("a budget or a price", "$\(grouped(Limits.dollars))"),
            ("errors shown of one text", "\(grouped(Limits.diagnostics)); the others are counted"),
        ]
        return """
            ## Limits of the language

            Each is named in the message that it causes.

            | what | at most |
            |---|---|
            \(rows.map { "| \($0) | \($1) |" }.joined(separator: "\n"))
            """
    }

    private static func code(_ words: [String]) -> String {
        words.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// What stands in quotes in a message stands as code on a page.
    private static func cell(_ text: String) -> String {
        text.replacing("'", with: "`").replacing("${job.…}", with: "`${job.…}`")
    }

    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }
}

extension JobField.Kind {
    fileprivate var words: String {
        switch self {
        case .text: "text"
        case .number: "number"
        case .amount: "dollars"
        case .duration: "duration"
        case .size: "size, by its pixels"
        case .status: "status"
        case .mode: "mode"
        }
    }
}
