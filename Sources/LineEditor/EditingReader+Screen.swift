import CEditline

/// Drawing around the line. libedit takes the cursor to be at the start of the prompt whenever it
/// draws anew, so that is where each of these leaves it, or else where it was.
extension EditingReader {
    private func position(after scalars: some Collection<Unicode.Scalar>) -> CellPosition {
        var position = CellPosition(columns: Int(ce_columns(editor)))
        position.advance(over: promptScalars)
        position.advance(over: scalars)
        return position
    }

    private func cursorPosition(in line: History.Draft) -> CellPosition {
        var position = position(after: line.scalars.prefix(line.cursor))
        let rest = line.scalars.dropFirst(line.cursor)
        position.settle(before: rest.first)
        return position
    }

    /// A line that is taller than the window has scrolled its first rows away.
    private func visibleRow(_ position: CellPosition) -> Int {
        min(position.row, max(0, Int(ce_rows(editor)) - 1))
    }

    private var moveToPrompt: String {
        TerminalCode.up(visibleRow(cursorPosition(in: line))) + "\r"
    }

    /// Draws prompt and line anew in their place; `change` may alter both.
    func redraw(after change: () -> Void = {}) {
        device.write(moveToPrompt + TerminalCode.eraseBelow)
        menuRows = 0
        change()
        ce_refresh(editor)
        drawnScalars = line.scalars
    }

    /// libedit's way to change a row in place miscounts by a cell where a wide character meets the
    /// change. What was appended at the end is right; any other change of a line that is not plain
    /// ASCII is drawn whole, once the keys that are there have acted.
    func repairDrawing() {
        let line = line
        let isAppended =
            line.cursor == line.scalars.count && line.scalars.starts(with: drawnScalars)
        if line.scalars != drawnScalars, !isAppended, !line.scalars.allSatisfy(\.isASCII) {
            redraw()
        }
        drawnScalars = line.scalars
    }

    /// Prints whole lines where the prompt stands and draws it again below them.
    func printAbove(_ lines: String) {
        device.write(moveToPrompt + TerminalCode.eraseBelow + lines)
        menuRows = 0
        ce_refresh(editor)
    }

    /// Leaves the line on the screen as it is, with a mark behind it, and the cursor below.
    func leaveLine(mark: String) {
        eraseMenu()
        let line = line
        let end = position(after: line.scalars)
        let down = visibleRow(end) - visibleRow(cursorPosition(in: line))
        device.write(
            TerminalCode.down(down) + "\r" + TerminalCode.right(end.column) + mark + "\n")
    }

    func endLine(mark: String, with result: LineEditor.ReadResult) {
        guard outcome == nil else { return }
        leaveLine(mark: mark)
        outcome = result
    }

    // MARK: The menu below the line

    func showMenu(_ candidates: [LineEditor.Candidate]) {
        repairDrawing()
        let line = line
        let cursor = cursorPosition(in: line)
        let end = position(after: line.scalars)
        let free = Int(ce_rows(editor)) - 1 - visibleRow(end)
        let rows = CompletionMenu.rows(candidates, columns: cursor.columns, rows: free)
        guard !rows.isEmpty else {
            el_beep(editor)
            return
        }
        let down = visibleRow(end) - visibleRow(cursor)
        let back = TerminalCode.up(rows.count + down) + "\r" + TerminalCode.right(cursor.column)
        let text = rows.map { "\r\n" + $0 }.joined()
        device.write(TerminalCode.down(down) + text + back)
        menuRows = rows.count
    }

    func eraseMenu() {
        guard menuRows > 0 else { return }
        menuRows = 0
        let line = line
        let cursor = cursorPosition(in: line)
        let down = visibleRow(position(after: line.scalars)) - visibleRow(cursor) + 1
        device.write(
            TerminalCode.down(down) + "\r" + TerminalCode.eraseBelow + TerminalCode.up(down)
                + "\r" + TerminalCode.right(cursor.column))
    }
}
