/// What a line editor does to a line, said as simply as can be.
struct ModelLine {
    /// What Tab inserts, with a blank behind it unless there is one.
    static let completion = "完成"

    private(set) var text: [Unicode.Scalar] = []
    private var cursor = 0
    private var walk: ModelWalk

    /// - Parameter lines: the lines that were entered before, oldest first.
    init(after lines: [String]) {
        walk = ModelWalk(lines.map { Array($0.unicodeScalars) })
    }

    mutating func type(_ keys: String) {
        switch keys {
        case "\u{10}": recall(older: true)
        case "\u{0E}": recall(older: false)
        case "\u{1B}[D", "\u{02}": cursor = max(0, cursor - 1)
        case "\u{1B}[C", "\u{06}": cursor = min(text.count, cursor + 1)
        case "\u{1B}[H", "\u{01}": cursor = 0
        case "\u{1B}[F", "\u{05}": cursor = text.count
        case "\u{7F}" where cursor > 0:
            cursor -= 1
            text.remove(at: cursor)
        case "\u{7F}": break
        case "\u{1B}[3~": if cursor < text.count { text.remove(at: cursor) }
        case "\u{0B}": text.removeSubrange(cursor...)
        case "\u{15}":
            text = []
            cursor = 0
        case "\t":
            let hasBlank = cursor < text.count && text[cursor] == " "
            insert(Self.completion + (hasBlank ? "" : " "))
        default:
            let plain = keys.replacing("\u{1B}[200~", with: "").replacing("\u{1B}[201~", with: "")
            insert(plain)
        }
    }

    private mutating func recall(older: Bool) {
        guard let (text, cursor) = walk.step(older: older, leaving: (text, cursor)) else { return }
        self.text = text
        self.cursor = cursor
    }

    private mutating func insert(_ new: String) {
        text.insert(contentsOf: new.unicodeScalars, at: cursor)
        cursor += new.unicodeScalars.count
    }

    /// The rows of a terminal that wraps by cells, and the place of the cursor in them.
    func screen(columns: Int) -> (rows: [String], row: Int, column: Int) {
        var rows: [[String]] = [[">", " "]]
        var place = (row: 0, column: 2)
        for (index, scalar) in text.enumerated() {
            let width = Self.width(scalar)
            if scalar != "\n", width > 0, rows[rows.count - 1].count + width > columns {
                rows.append([])
            }
            if index == cursor {
                place = (rows.count - 1, min(rows[rows.count - 1].count, columns - 1))
            }
            switch scalar {
            case "\n": rows.append([">", " "])
            case "\t":
                repeat {
                    rows[rows.count - 1].append(" ")
                } while rows[rows.count - 1].count % 8 != 0 && rows[rows.count - 1].count < columns
            default:
                if width > 0 { rows[rows.count - 1].append(String(scalar)) }
                if width > 1 { rows[rows.count - 1].append("") }
            }
        }
        if rows[rows.count - 1].count >= columns { rows.append([]) }
        if cursor == text.count { place = (rows.count - 1, rows[rows.count - 1].count) }
        let texts = rows.map { row in
            var text = row.joined()
            while text.last == " " { text.removeLast() }
            return text
        }
        return (texts, place.row, place.column)
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x301, 0x200D: 0
        case 0x1100...: scalar == "…" ? 1 : 2
        default: 1
        }
    }
}

/// The walk through older lines that start like what stood before the cursor.
private struct ModelWalk {
    typealias Line = (text: [Unicode.Scalar], cursor: Int)

    /// The entered lines, and the one that is typed.
    private var lines: [Line]
    private var position: Int
    private var start: [Unicode.Scalar] = []

    init(_ entered: [[Unicode.Scalar]]) {
        lines = entered.map { ($0, $0.count) } + [([], 0)]
        position = entered.count
        entries = entered
    }

    /// As they were entered: what is changed in them does not count for what they start with.
    private let entries: [[Unicode.Scalar]]

    mutating func step(older: Bool, leaving line: Line) -> Line? {
        if older, position == entries.count {
            start = line.cursor == line.text.count ? line.text : []
        }
        if !older, position == entries.count { return nil }
        let way = older ? Array((0..<position).reversed()) : Array((position + 1)..<lines.count)
        let found = way.first { $0 == entries.count || entries[$0].starts(with: start) }
        guard let found else { return nil }
        lines[position] = line
        position = found
        return lines[found]
    }
}
