import CEditline

/// Up and down through the rows of the line and, from its ends, through the history; to the right,
/// and at the end of the line into what is suggested there.
extension EditingReader {
    func moveUp() -> Int32 {
        if menu != nil { return choose(steps: -1) }
        let line = line
        if line != walkedTo, move(line, rows: -1) { return CC_REFRESH }
        return show(history.older(leaving: line))
    }

    func moveDown() -> Int32 {
        if menu != nil { return choose(steps: 1) }
        let line = line
        if line != walkedTo, move(line, rows: 1) { return CC_REFRESH }
        return show(history.newer(leaving: line))
    }

    func showOlderLine() -> Int32 { show(history.older(leaving: line)) }

    func showNewerLine() -> Int32 { show(history.newer(leaving: line)) }

    private func show(_ draft: History.Draft?) -> Int32 {
        guard let draft, !prompt.isQuestion else {
            display.beep()
            return CC_NORM
        }
        setLine(draft)
        walkedTo = draft
        return CC_REFRESH
    }

    /// False at the end of the line's rows.
    private func move(_ line: History.Draft, rows: Int) -> Bool {
        let layout = layout(of: line)
        let place = layout.places[line.cursor]
        let column = goal.map { $0.line == line ? $0.column : place.column } ?? place.column
        guard let target = layout.offset(inRow: place.row + rows, column: column) else {
            return false
        }
        var moved = line
        moved.cursor = target
        setLine(moved)
        goal = (column, moved)
        return true
    }

    // MARK: To the right

    func moveRight() -> Int32 {
        let line = line
        guard line.isAtEnd else {
            el_cursor(editor, 1)
            return CC_CURSOR
        }
        return take(suggestion(for: line), behind: line)
    }

    func moveToEnd() -> Int32 {
        let line = line
        guard line.isAtEnd else {
            el_cursor(editor, Int32(line.scalars.count - line.cursor))
            return CC_CURSOR
        }
        return take(suggestion(for: line), behind: line)
    }

    func moveWordRight() -> Int32 {
        let line = line
        if line.isAtEnd {
            let suggestion = suggestion(for: line) ?? []
            return take(suggestion[..<Self.endOfWord(Array(suggestion), from: 0)], behind: line)
        }
        let target = Self.endOfWord(line.scalars, from: line.cursor)
        el_cursor(editor, Int32(target - line.cursor))
        return CC_CURSOR
    }

    private func suggestion(for line: History.Draft) -> ArraySlice<Unicode.Scalar>? {
        suggestion(for: line, WideText.string(line.scalars))?[...]
    }

    private static func endOfWord(_ text: [Unicode.Scalar], from start: Int) -> Int {
        var index = start
        while index < text.count, text[index].properties.isWhitespace { index += 1 }
        while index < text.count, !text[index].properties.isWhitespace { index += 1 }
        return index
    }

    private func take(_ suggestion: ArraySlice<Unicode.Scalar>?, behind line: History.Draft)
        -> Int32
    {
        guard let suggestion, !suggestion.isEmpty else { return CC_NORM }
        var line = line
        line.scalars += suggestion
        line.cursor = line.scalars.count
        setLine(line)
        return CC_REFRESH
    }
}
