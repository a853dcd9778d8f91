/// The texts of `help`.
package enum Help {
    /// Every topic that `help` knows: the commands, the settings, and some of its own.
    package static let topics: [String] = {
        var topics = CommandName.allCases.map(\.rawValue) + ownTopics.map(\.name)
        topics += Setting.allCases.map(\.rawValue).filter { !topics.contains($0) }
        return topics
    }()

    /// All commands on one screen of 80 by 24, in two columns of groups. Ends without a line end,
    /// as the other texts do.
    package static func overview() -> String {
        let left = section(.making) + [""] + section(.shell)
        let right = section(.following) + [""] + section(.scripting)
        var lines: [String] = []
        for index in 0..<max(left.count, right.count) {
            let first = index < left.count ? left[index] : ""
            let second = index < right.count ? right[index] : ""
            let gap = String(repeating: " ", count: overviewColumn - first.count)
            lines.append(second.isEmpty ? first : first + gap + second)
        }
        lines += ["", "`help TOPIC` says more: submit, settings, \(shownTopics)."]
        return lines.joined(separator: "\n")
    }

    /// Cells of the left half of the overview.
    private static let overviewColumn = 40

    private static func section(_ group: CommandGroup) -> [String] {
        let rows = CommandReference.all.filter { $0.group == group }
        return [group.rawValue] + table(rows.map { ($0.name.rawValue, $0.brief) })
    }

    private static var shownTopics: String {
        ownTopics.dropFirst().map(\.name).joined(separator: ", ")
    }

    /// All about one command or setting, or a topic of its own; `nil` for other words.
    package static func topic(_ name: String) -> String? {
        if let command = CommandName(rawValue: name) { return text(CommandReference.of(command)) }
        if let setting = Setting(rawValue: name) { return text(SettingReference.of(setting)) }
        return ownTopics.first { $0.name == name }?.text()
    }

    private static let ownTopics: [(name: String, text: @Sendable () -> String)] = [
        ("settings", { settings }), ("references", { references }), ("names", { names }),
        ("fields", { fields }), ("text", { text }), ("try", { tried }),
    ]

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

    /// Cells of the first column.
    static let columnWidth = 9
    private static let indent = String(repeating: " ", count: columnWidth + 4)

    /// Rows of two columns; `width` is that of the first one, in cells.
    static func table(_ rows: [(String, String)], width: Int = columnWidth) -> [String] {
        rows.map { name, text in
            let gap = String(repeating: " ", count: max(0, width - name.count))
            return "  \(name)\(gap)  \(text)"
        }
    }
}
