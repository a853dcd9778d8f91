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
        let topics = ownTopics.map(\.name)
        let half = (topics.count + 1) / 2
        lines += [
            "",
            "`help WORD` says more: " + topics[..<half].joined(separator: ", ")
                + ",",
            topics[half...].joined(separator: ", ") + "; other words are searched.",
        ]
        return lines.joined(separator: "\n")
    }

    /// Cells of the left half of the overview.
    private static let overviewColumn = 40

    private static func section(_ group: CommandGroup) -> [String] {
        let rows = CommandReference.all.filter { $0.group == group }
        return [group.rawValue] + table(rows.map { ($0.name.rawValue, $0.brief) })
    }

    /// The topics whose texts hold a word, each with the first line that does, and where the word
    /// stands in the name first. For who does not know what a thing is called here.
    package static func search(_ word: String) -> [(topic: String, line: String)] {
        let wanted = word.lowercased()
        guard wanted.count >= leastSearched else { return [] }
        let hits = topics.compactMap { name -> (topic: String, line: String)? in
            let lines = (topic(name) ?? "").split(separator: "\n")
            guard let line = lines.first(where: { $0.lowercased().contains(wanted) }) else {
                return nil
            }
            return (name, line.drop { $0 == " " }.description)
        }
        return hits.filter { $0.topic.contains(wanted) }
            + hits.filter { !$0.topic.contains(wanted) }
    }

    /// Shorter words are in every text.
    private static let leastSearched = 3

    /// What `help` prints for a word that is no topic of its own; nil when no text holds it.
    package static func results(for word: String) -> String? {
        let hits = search(word)
        guard !hits.isEmpty else { return nil }
        let width = max(columnWidth, hits.map(\.topic.count).max() ?? 0)
        let rows = table(hits.map { ($0.topic, $0.line) }, width: width)
        return (["No topic is called so; these speak of it:", ""] + rows).joined(separator: "\n")
    }

    /// All about one command or setting, or a topic of its own; `nil` for other words.
    package static func topic(_ name: String) -> String? {
        if let command = CommandName(rawValue: name) { return text(CommandReference.of(command)) }
        if let setting = Setting(rawValue: name) { return text(SettingReference.of(setting)) }
        return ownTopics.first { $0.name == name }?.text()
    }

    private static let ownTopics: [(name: String, text: @Sendable () -> String)] = [
        ("settings", { settings }), ("references", { references }), ("names", { names }),
        ("fields", { fields }), ("states", { states }), ("text", { text }), ("try", { tried }),
        ("billing", { billing }),
        ("sync", { sync }), ("unknown", { unknown }), ("images", { images }), ("key", { key }),
        ("keys", { keys }), ("simulator", { simulator }),
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
