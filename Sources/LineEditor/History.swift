/// The lines that were typed, and the walk through them. The line that is being typed is kept
/// here while an older one is shown, whatever its length.
struct History {
    /// A line with the cursor in it.
    struct Draft: Equatable {
        var scalars: [Unicode.Scalar]
        /// The number of scalars before the cursor.
        var cursor: Int
    }

    let limit: Int
    private(set) var entries: [String] = []
    /// The entry that is shown; the number of entries while the line is the typed one.
    private var position = 0
    private var draft: Draft?

    init(limit: Int) {
        self.limit = max(limit, 1)
    }

    mutating func load(_ lines: [String]) {
        entries = []
        for line in lines where line != entries.last {
            entries.append(line)
        }
        trim()
        startWalk()
    }

    /// Whether the line is worth an entry: not empty, not the last one again, no leading blank.
    func accepts(_ line: String) -> Bool {
        guard let first = line.unicodeScalars.first, first != " " else { return false }
        return line != entries.last && line.contains { !$0.isWhitespace }
    }

    mutating func append(_ line: String) {
        entries.append(line)
        trim()
    }

    /// At the start of each line.
    mutating func startWalk() {
        position = entries.count
        draft = nil
    }

    /// The line before the one shown, nil at the oldest.
    mutating func older(leaving current: Draft) -> Draft? {
        guard position > 0 else { return nil }
        if position == entries.count { draft = current }
        position -= 1
        return Self.atEnd(of: entries[position])
    }

    /// The line after the one shown, nil at the typed one.
    mutating func newer() -> Draft? {
        guard position < entries.count else { return nil }
        position += 1
        if position < entries.count { return Self.atEnd(of: entries[position]) }
        defer { draft = nil }
        return draft ?? Draft(scalars: [], cursor: 0)
    }

    /// The newest entry before `index` that holds `text`.
    func index(of text: String, before index: Int) -> Int? {
        guard !text.isEmpty else { return nil }
        let pattern = Array(text.utf8)
        return entries[..<min(index, entries.count)].lastIndex { entry in
            Self.contains(Array(entry.utf8), pattern)
        }
    }

    private static func contains(_ bytes: [UInt8], _ pattern: [UInt8]) -> Bool {
        guard bytes.count >= pattern.count else { return false }
        return (0...(bytes.count - pattern.count)).contains { start in
            bytes[start] == pattern[0]
                && bytes[start..<(start + pattern.count)].elementsEqual(pattern)
        }
    }

    private static func atEnd(of line: String) -> Draft {
        let scalars = Array(line.unicodeScalars)
        return Draft(scalars: scalars, cursor: scalars.count)
    }

    private mutating func trim() {
        if entries.count > limit {
            entries.removeFirst(entries.count - limit)
        }
    }
}
