/// The lines that were typed, and the walk through them. What is typed into any of them is kept
/// until the line is entered.
struct History {
    /// A line with the cursor in it.
    struct Draft: Equatable {
        var scalars: [Unicode.Scalar]
        /// The number of scalars before the cursor.
        var cursor: Int

        init(scalars: [Unicode.Scalar], cursor: Int) {
            self.scalars = scalars
            self.cursor = cursor
        }

        /// A text with the cursor at its end.
        init(_ text: String) {
            scalars = Array(text.unicodeScalars)
            cursor = scalars.count
        }

        var isAtEnd: Bool { cursor == scalars.count }
    }

    let limit: Int
    /// Oldest first, none twice.
    private(set) var entries: [String] = []
    /// The entry that is shown; the number of entries while the line is the typed one.
    private var position = 0
    /// Lines as they were left when the walk went on, by their position.
    private var drafts: [Int: Draft] = [:]
    /// What the entries of this walk start with.
    private var prefix: [Unicode.Scalar] = []

    init(limit: Int) {
        self.limit = max(limit, 1)
    }

    mutating func load(_ lines: [String]) {
        var seen: Set<String> = []
        entries = lines.reversed().filter { seen.insert($0).inserted }.reversed()
        trim()
        startWalk()
    }

    /// Whether the line is worth an entry: not empty, not the last one again, no leading blank.
    func accepts(_ line: String) -> Bool {
        guard let first = line.unicodeScalars.first, first != " " else { return false }
        return line != entries.last && line.contains { !$0.isWhitespace }
    }

    /// Adds a line as the newest one; it leaves the place that it had.
    mutating func append(_ line: String) {
        if let old = entries.lastIndex(of: line) { entries.remove(at: old) }
        entries.append(line)
        trim()
    }

    /// At the start of each line.
    mutating func startWalk() {
        position = entries.count
        drafts = [:]
        prefix = []
    }

    /// Whether an entry is shown in place of the typed line.
    var isWalking: Bool { position < entries.count }

    /// The line before the one shown that starts like what stands before the cursor of the typed
    /// one; nil at the oldest.
    mutating func older(leaving current: Draft) -> Draft? {
        if !isWalking { prefix = current.isAtEnd ? current.scalars : [] }
        return move(to: entries[..<position].lastIndex(where: fits), leaving: current)
    }

    /// The line after the one shown, nil at the typed one.
    mutating func newer(leaving current: Draft) -> Draft? {
        guard isWalking else { return nil }
        let next = entries[(position + 1)...].firstIndex(where: fits)
        return move(to: next ?? entries.count, leaving: current)
    }

    private func fits(_ entry: String) -> Bool { entry.unicodeScalars.starts(with: prefix) }

    private mutating func move(to target: Int?, leaving current: Draft) -> Draft? {
        guard let target else { return nil }
        drafts[position] = current
        position = target
        return drafts[target] ?? Draft(target < entries.count ? entries[target] : "")
    }

    /// What is left of the newest entry that starts like the line; nil where there is none.
    func suggestion(for line: String) -> [Unicode.Scalar]? {
        guard !line.isEmpty else { return nil }
        // Bytes are compared: that is quick, and no entry may be taken for an equivalent one.
        let bytes = Array(line.utf8)
        let entry = entries.last { $0.utf8.count > bytes.count && $0.utf8.starts(with: bytes) }
        return entry.map { Array($0.unicodeScalars.dropFirst(line.unicodeScalars.count)) }
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

    private mutating func trim() {
        if entries.count > limit {
            entries.removeFirst(entries.count - limit)
        }
    }
}
