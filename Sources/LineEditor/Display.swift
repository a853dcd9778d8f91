import Glibc

/// Brings frames onto the terminal, writing only what has changed. It knows no absolute place: all
/// movement is relative to the row of the prompt, so the screen above belongs to the program.
struct Display {
    private let device: TerminalDevice
    /// The size of the window, in cells.
    private(set) var columns = 80
    private(set) var rows = 24
    /// What stands on the screen.
    private var shown = Frame()
    /// The first row of the line that is seen, where it is taller than the window.
    private var top = 0

    init(_ device: TerminalDevice) {
        self.device = device
        measure()
    }

    private mutating func measure() {
        var size = winsize()
        guard ioctl(device.output, UInt(TIOCGWINSZ), &size) == 0 else { return }
        columns = size.ws_col > 0 ? Int(size.ws_col) : 80
        rows = size.ws_row > 0 ? Int(size.ws_row) : 24
    }

    /// A new line starts where the cursor is.
    mutating func start() {
        measure()
        shown = Frame()
        top = 0
    }

    mutating func show(_ content: FrameContent) {
        let frame = Frame(content, columns: columns, rows: rows, top: &top)
        guard frame != shown else { return }
        device.write(changes(to: frame))
        shown = frame
    }

    /// Erases what stands there and leaves the cursor where the prompt began.
    mutating func erase() {
        device.write(home + TerminalCode.eraseBelow)
        shown = Frame()
    }

    /// Prints whole lines in place of the frame. The next `show` draws it below them.
    mutating func print(_ lines: String) {
        device.write(home + TerminalCode.eraseBelow + lines)
        shown = Frame()
    }

    /// Leaves the whole line on the screen, with a mark behind it, and the cursor below it.
    mutating func leave(_ layout: LineLayout, mark: String) {
        let whole = Frame(whole: layout)
        if whole.rows.count > rows {
            erase()
            let rows = whole.rows.map { Self.bytes($0[...], usesColor: device.usesColor) }
            device.write(Array(rows.joined(separator: Array("\r\n".utf8))))
        } else {
            device.write(changes(to: whole))
        }
        device.write(mark + "\r\n")
        shown = Frame()
        top = 0
    }

    /// An empty screen with the frame at its top.
    mutating func clearScreen() {
        device.write(TerminalCode.clearScreen)
        shown = Frame()
    }

    /// The window has another width. Most terminals lay rows that no longer fit out anew, and the
    /// prompt moves up by the rows that this makes.
    mutating func resize() {
        measure()
        let above = shown.rows.prefix(shown.cursor.row).map { max(1, rowsNeeded($0.width)) }
        let up = above.reduce(0, +) + shown.cursor.column / columns
        device.write(TerminalCode.up(min(up, rows - 1)) + "\r" + TerminalCode.eraseBelow)
        shown = Frame()
    }

    private func rowsNeeded(_ width: Int) -> Int { (width + columns - 1) / columns }

    func beep() { device.write("\u{07}") }

    // MARK: Codes

    private var home: String { TerminalCode.up(shown.cursor.row) + "\r" }

    private func changes(to frame: Frame) -> [UInt8] {
        var pen = Pen(row: shown.cursor.row, last: max(0, shown.rows.count - 1))
        for (index, row) in frame.rows.enumerated() {
            let old = index < shown.rows.count ? shown.rows[index] : nil
            guard old != row else { continue }
            let same = old.map { Self.commonCells($0, row) } ?? 0
            let column = row[..<same].reduce(0) { $0 + $1.width }
            pen.move(to: CellPlace(row: index, column: column))
            if let old, old.count > same { pen.write(TerminalCode.eraseRight) }
            pen.bytes += Self.bytes(row[same...], usesColor: device.usesColor)
        }
        if shown.rows.count > frame.rows.count {
            pen.move(to: CellPlace(row: frame.rows.count, column: 0))
            pen.write(TerminalCode.eraseBelow)
        }
        pen.move(to: frame.cursor)
        return pen.bytes
    }

    /// The cells at the start of both rows that are the same and of certain width.
    private static func commonCells(_ old: [Cell], _ new: [Cell]) -> Int {
        var count = 0
        for (left, right) in zip(old, new) {
            guard left == right, left.isCertain else { break }
            count += 1
        }
        // A mark of the next cell would join the last one.
        return count
    }

    private static func bytes(_ cells: ArraySlice<Cell>, usesColor: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        var style = LineEditor.Style.plain
        for cell in cells {
            let wanted = usesColor ? cell.style : cell.style.withoutColor
            if wanted != style {
                bytes += wanted.code.utf8
                style = wanted
            }
            cell.write(to: &bytes)
        }
        if style != .plain { bytes += LineEditor.Style.plain.code.utf8 }
        return bytes
    }

    /// Movement over the rows that are there; below the last one, line feeds make new ones.
    private struct Pen {
        var row: Int
        var last: Int
        var bytes: [UInt8] = []

        mutating func write(_ code: String) { bytes += code.utf8 }

        mutating func move(to place: CellPlace) {
            if place.row < row {
                write(TerminalCode.up(row - place.row))
            } else {
                let down = min(place.row, max(last, row)) - row
                write(TerminalCode.down(max(0, down)))
                let fresh = place.row - row - max(0, down)
                write(String(repeating: "\n", count: fresh))
            }
            row = place.row
            last = max(last, row)
            write("\r" + TerminalCode.right(place.column))
        }
    }
}

/// The codes that the editor sends to a terminal, besides those of styles.
enum TerminalCode {
    static let startPasteReports = "\u{1B}[?2004h"
    static let endPasteReports = "\u{1B}[?2004l"
    static let eraseBelow = "\u{1B}[J"
    static let eraseRight = "\u{1B}[K"
    static let clearScreen = "\u{1B}[H\u{1B}[2J"

    static func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }
    static func down(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)B" : "" }
    static func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }
}

extension LineEditor.Style {
    /// With `NO_COLOR` only what would be lost without its style keeps one: the choice in a menu.
    var withoutColor: LineEditor.Style { LineEditor.Style(reversed: isReversed) }
}
