/// The texts of `help`.
package enum Help {
    /// Every topic that `help` knows: the commands, the settings, and two of its own.
    package static let topics: [String] = {
        var topics = CommandName.allCases.map(\.rawValue) + ["settings", "references"]
        topics += Setting.allCases.map(\.rawValue).filter { !topics.contains($0) }
        return topics
    }()

    /// All commands on one screen of 80 by 24. Ends without a line end, as the other texts do.
    package static func overview() -> String {
        var lines = ["Say what to make, submit it, wait for it, save it: one step a line.", ""]
        lines += table(CommandReference.all.map { ($0.name.rawValue, $0.summary) })
        lines += ["", "More: `help submit` and every command, `help settings`, `help references`."]
        return lines.joined(separator: "\n")
    }

    /// All about one command or setting, `settings`, or `references`; `nil` for other words.
    package static func topic(_ name: String) -> String? {
        if let command = CommandName(rawValue: name) { return text(CommandReference.of(command)) }
        if let setting = Setting(rawValue: name) { return text(SettingReference.of(setting)) }
        switch name {
        case "settings": return settings
        case "references": return references
        default: return nil
        }
    }

    private static func text(_ row: CommandReference) -> String {
        var lines = row.usage.map { "  \($0)" }
        lines += ["", "\(row.name.rawValue): \(row.summary)."]
        lines += row.detail
        lines += ["", row.examples.count == 1 ? "Example:" : "Examples:"]
        lines += row.examples.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func text(_ row: SettingReference) -> String {
        let key = row.setting.rawValue
        return """
              set \(key) VALUE

            \(key): \(row.meaning).
            The value is \(row.values).
            The default is \(row.defaultValue); `unset \(key)` goes back to it.
            """
    }

    private static var settings: String {
        var lines = ["`set KEY VALUE` changes a setting, `unset KEY` puts it back.", ""]
        for row in SettingReference.all {
            lines += table([(row.setting.rawValue, row.meaning)])
            lines.append("\(indent)\(row.values); default \(row.defaultValue)")
        }
        return lines.joined(separator: "\n")
    }

    private static var references: String {
        let rows = [
            ("@cat", "the job that was submitted `as cat`"),
            ("@cat-*", "every job whose name fits; * may stand anywhere"),
            ("@last", "the last job that was submitted"),
            ("@all", "every job of this session"),
            ("@active", "the jobs that have not ended"),
            ("@failed", "the jobs that failed"),
            ("@#7", "number 7 of the history, of earlier sessions too"),
            ("@id:ID", "the job that the server calls ID"),
        ]
        var lines = ["Most commands take jobs by reference:", ""]
        lines += table(rows)
        lines += ["", "A job without a name is called job- and its number, such as @job-7."]
        return lines.joined(separator: "\n")
    }

    /// Cells of the first column.
    private static let columnWidth = 9
    private static let indent = String(repeating: " ", count: columnWidth + 4)

    private static func table(_ rows: [(String, String)]) -> [String] {
        rows.map { name, text in
            let gap = String(repeating: " ", count: max(0, columnWidth - name.count))
            return "  \(name)\(gap)  \(text)"
        }
    }
}
