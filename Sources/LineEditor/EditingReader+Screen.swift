/// What the display shows of the line.
extension EditingReader {
    /// The right prompt keeps this distance from the line, in cells.
    private static let gap = 2

    /// Draws what has changed since the last time.
    func draw() {
        undrawnReads = 0
        let line = line
        let text = WideText.string(line.scalars)
        var content = FrameContent(layout: styledLayout(of: line, text), cursor: line.cursor)
        if let menu {
            content.menu = { [columns = display.columns] in menu.rows(columns: columns, limit: $0) }
        } else if search == nil {
            content.hint = hint(for: line, text)
        }
        let status = mailbox.rightPrompt
        if !status.isEmpty, !prompt.isQuestion {
            content.rightPrompt = [Cell](
                String(repeating: " ", count: Self.gap) + status, style: .faint)
        }
        display.show(content)
    }

    /// The line as it is laid out, colours aside.
    func layout(of line: History.Draft) -> LineLayout {
        LineLayout(
            prompt: promptCells, continuation: continuationCells, text: line.scalars,
            columns: display.columns)
    }

    private func styledLayout(of line: History.Draft, _ text: String) -> LineLayout {
        let styles = styles(of: line, text)
        return LineLayout(
            prompt: promptCells, continuation: continuationCells, text: line.scalars,
            columns: display.columns, style: { styles.isEmpty ? .plain : styles[$0] })
    }

    private var promptCells: [Cell] {
        if let search { return [Cell](search.prompt, style: .faint) }
        return [Cell](prompt.text, style: prompt.style)
    }

    private var continuationCells: [Cell] { [Cell](prompt.continuation, style: .faint) }

    private func styles(of line: History.Draft, _ text: String) -> [LineEditor.Style] {
        guard device.usesColor, !line.scalars.isEmpty else { return [] }
        var styles = Array(repeating: LineEditor.Style.plain, count: line.scalars.count)
        if !prompt.isQuestion {
            let request = LineEditor.CompletionRequest(line: text, cursor: line.cursor)
            for part in configuration.highlight(request) {
                for index in part.range.clamped(to: 0..<styles.count) { styles[index] = part.style }
            }
        }
        if let range = search?.match(in: line.scalars) {
            for index in range { styles[index].isReversed = true }
        }
        return styles
    }

    // MARK: Hints

    /// The rest of the line as the history has it; nil where nothing may be suggested.
    func suggestion(for line: History.Draft, _ text: String) -> [Unicode.Scalar]? {
        // Without faint text a suggestion would look as if it had been typed.
        guard device.usesColor, line.isAtEnd, menu == nil, search == nil, !prompt.isQuestion else {
            return nil
        }
        return history.suggestion(for: text)
    }

    private func hint(for line: History.Draft, _ text: String) -> [Cell] {
        guard device.usesColor, line.isAtEnd, !prompt.isQuestion else { return [] }
        var cells: [Cell] = []
        if let suggestion = suggestion(for: line, text) {
            let firstRow = suggestion.prefix { $0 != "\n" }
            let isCut = firstRow.count < suggestion.count
            cells = [Cell](WideText.string(firstRow) + (isCut ? "…" : ""), style: .faint)
        }
        guard let remark = configuration.hint(text) else { return cells }
        let distance = cells.isEmpty && line.scalars.last == " " ? "" : "  "
        return cells + [Cell](distance + remark, style: .faint)
    }

    // MARK: Around the line

    /// Prints whole lines where the prompt stands; it is drawn again below them.
    func printAbove(_ lines: String) {
        display.print(lines)
    }

    /// Leaves the line on the screen as it is, with a mark behind it, and the cursor below.
    func leaveLine(mark: String) {
        menu = nil
        search = nil
        let line = line
        display.leave(styledLayout(of: line, WideText.string(line.scalars)), mark: mark)
    }

    func endLine(mark: String = "", with result: LineEditor.ReadResult) {
        guard outcome == nil else { return }
        leaveLine(mark: mark)
        outcome = result
    }
}
