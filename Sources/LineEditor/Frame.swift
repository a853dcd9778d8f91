/// What stands on the screen from the prompt down: the line, its hint, and a menu below it.
struct Frame: Equatable {
    var rows: [[Cell]] = []
    /// Where the cursor stands.
    var cursor = CellPlace()
}

/// What a frame is made of, besides the line itself.
struct FrameContent {
    var layout: LineLayout
    /// The number of characters before the cursor.
    var cursor: Int
    /// Stands behind the end of the line, in what is left of its row.
    var hint: [Cell] = []
    /// Stands at the right end of the first row, where the line leaves room.
    var rightPrompt: [Cell] = []
    /// Gives the rows of a menu, at most as many as it is asked for.
    var menu: (_ limit: Int) -> [[Cell]] = { _ in [] }
}

extension Frame {
    /// The rows that are left to a line beside a menu, when both do not fit.
    private static let minimumLineRows = 3

    /// A frame of at most `rows` rows. A line that needs more is seen through a window round the
    /// cursor that starts at row `top` of the line and moves no further than it must.
    init(_ content: FrameContent, columns: Int, rows limit: Int, top: inout Int) {
        let limit = max(limit, 1)
        var lines = content.layout.rows
        let end = lines.count - 1
        let free = columns - 1 - lines[end].width
        if free > 0 { lines[end] += content.hint.truncated(to: free) }
        let gap = columns - 1 - content.rightPrompt.width - lines[0].width
        if gap >= 0, !content.rightPrompt.isEmpty {
            lines[0] = lines[0].padded(to: lines[0].width + gap) + content.rightPrompt
        }
        let most = max(limit - lines.count, limit - Self.minimumLineRows, 0)
        let menu = limit > 1 ? content.menu(min(most, limit - 1)) : []
        let height = max(1, limit - menu.count)
        let place = content.layout.places[content.cursor]
        top = min(max(top, place.row - height + 1), place.row)
        top = max(0, min(top, lines.count - height))
        rows = Array(lines[top..<min(lines.count, top + height)]) + menu
        cursor = CellPlace(row: place.row - top, column: place.column)
    }

    /// The whole line, as it is left on the screen when it is entered.
    init(whole layout: LineLayout) {
        rows = layout.rows
        cursor = layout.places[layout.places.count - 1]
    }
}
