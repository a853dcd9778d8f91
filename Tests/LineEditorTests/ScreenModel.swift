@testable import LineEditor

/// What a terminal shows: as much of ECMA-48 as an editor sends with TERM=xterm.
struct ScreenModel {
    private(set) var rows: Int
    private(set) var columns: Int
    /// One text a cell; a wide character fills its first cell and leaves the second empty.
    private var cells: [[String]]
    private(set) var row = 0
    private(set) var column = 0
    private var wrapIsPending = false
    private var pending: [UInt8] = []
    /// Control sequences that the model does not know: a test must see that there are none.
    private(set) var unknown: [String] = []

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The rows without their trailing blanks.
    var lines: [String] {
        cells.map { row in
            var text = row.joined()
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    /// All rows down to the last one that is not empty.
    var text: String {
        var lines = lines
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// A terminal that does not lay its lines out anew: they are cut or get blanks. Where rows go,
    /// those at the bottom do, and where the cursor is there, those at the top.
    mutating func resize(columns new: Int, rows newRows: Int) {
        let above = max(0, row + 1 - newRows)
        cells = Array(cells.dropFirst(above).prefix(newRows))
        let empty = Array(repeating: " ", count: columns)
        cells += Array(repeating: empty, count: newRows - cells.count)
        row -= above
        rows = newRows
        for index in cells.indices {
            let kept = cells[index].prefix(new)
            cells[index] = kept + Array(repeating: " ", count: new - kept.count)
        }
        columns = new
        column = min(column, new - 1)
        wrapIsPending = false
    }

    mutating func receive(_ bytes: [UInt8]) {
        pending.append(contentsOf: bytes)
        while let length = itemLength() {
            let item = Array(pending[..<length])
            pending.removeFirst(length)
            perform(item)
        }
    }

    /// The bytes of the first whole item.
    private func itemLength() -> Int? {
        guard let first = pending.first else { return nil }
        if first == 0x1B {
            guard pending.count > 1 else { return nil }
            guard pending[1] == UInt8(ascii: "[") else {
                return pending[1] == UInt8(ascii: "(") ? (pending.count > 2 ? 3 : nil) : 2
            }
            let end = pending.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }
            return end.map { $0 + 1 }
        }
        let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        return pending.count >= length ? length : nil
    }

    private mutating func perform(_ item: [UInt8]) {
        let text = String(decoding: item, as: UTF8.self)
        switch text {
        case "\r": move(row, 0)
        case "\n": lineFeed()
        case "\u{08}": move(row, column - 1)
        case "\t": move(row, min(columns - 1, (column | 7) + 1))
        case "\u{07}": break
        case "\u{1B}M": move(row - 1, column)
        case _ where text.hasPrefix("\u{1B}["): control(String(text.dropFirst(2)))
        case _ where text.hasPrefix("\u{1B}"): unknown.append(String(text.dropFirst()))
        default: put(text)
        }
    }

    private mutating func move(_ newRow: Int, _ newColumn: Int) {
        row = min(max(newRow, 0), rows - 1)
        column = min(max(newColumn, 0), columns - 1)
        wrapIsPending = false
    }

    private mutating func lineFeed() {
        wrapIsPending = false
        if row == rows - 1 {
            cells.removeFirst()
            cells.append(Array(repeating: " ", count: columns))
        } else {
            row += 1
        }
    }

    private mutating func put(_ text: String) {
        let width = LineEditor.cellWidth(of: text)
        guard width > 0 else { return }
        if wrapIsPending || column + width > columns {
            lineFeed()
            column = 0
        }
        // Half of a wide character that is overwritten takes its other half along.
        if cells[row][column].isEmpty, column > 0 { cells[row][column - 1] = " " }
        if column + width < columns, cells[row][column + width].isEmpty {
            cells[row][column + width] = " "
        }
        cells[row][column] = text
        if width == 2 { cells[row][column + 1] = "" }
        column += width
        if column >= columns {
            column = columns - 1
            wrapIsPending = true
        }
    }

    private mutating func control(_ sequence: String) {
        let number = Int(sequence.dropLast()) ?? 0
        let count = max(number, 1)
        switch sequence.last {
        case "A": move(row - count, column)
        case "B": move(row + count, column)
        case "C": move(row, column + count)
        case "D": move(row, column - count)
        case "G": move(row, count - 1)
        case "H":
            move(0, 0)
        case "J":
            if number == 2 { for index in cells.indices { blank(index, from: 0) } }
            blank(row, from: column)
            for index in (row + 1)..<max(row + 1, rows) { blank(index, from: 0) }
        case "K": blank(row, from: column)
        case "@":
            let blanks = Array(repeating: " ", count: count)
            cells[row] = Array(
                (cells[row][..<column] + blanks + cells[row][column...])
                    .prefix(columns))
        case "P":
            cells[row].removeSubrange(column..<min(columns, column + count))
            cells[row] += Array(repeating: " ", count: columns - cells[row].count)
        case "m", "h", "l": break
        default: unknown.append("[" + sequence)
        }
    }

    private mutating func blank(_ row: Int, from column: Int) {
        for index in column..<columns { cells[row][index] = " " }
    }
}
