import CEditline

/// What the editor's own commands do. Each gives the code by which libedit draws the result.
extension EditingReader {
    func showOlderLine() -> Int32 {
        show(history.older(leaving: line))
    }

    func showNewerLine() -> Int32 {
        show(history.newer())
    }

    private func show(_ draft: History.Draft?) -> Int32 {
        guard let draft else { return CC_ERROR }
        redraw { setLine(draft) }
        return CC_NORM
    }

    func completeWord() -> Int32 {
        let line = line
        let request = LineEditor.CompletionRequest(
            line: WideText.string(line.scalars), cursor: line.cursor)
        switch CompletionStep(configuration.complete(request), line: line.scalars) {
        case .nothing:
            return CC_ERROR
        case .replace(let range, let text):
            var scalars = line.scalars
            scalars.replaceSubrange(range, with: text.unicodeScalars)
            let cursor = range.lowerBound + text.unicodeScalars.count
            setLine(History.Draft(scalars: scalars, cursor: cursor))
            return CC_REFRESH
        case .menu(let candidates):
            showMenu(candidates)
            return CC_NORM
        }
    }

    func insertPaste() -> Int32 {
        defer { pendingPaste = nil }
        guard let text = pendingPaste, !text.isEmpty else { return CC_NORM }
        return el_winsertstr(editor, WideText.terminated(text)) == 0 ? CC_REFRESH : CC_ERROR
    }

    func dropLine() -> Int32 {
        endLine(mark: "^C", with: .interrupted)
        return CC_EOF
    }

    func deleteOrEnd() -> Int32 {
        let line = line
        if line.scalars.isEmpty {
            endLine(mark: "", with: .endOfInput)
            return CC_EOF
        }
        guard line.cursor < line.scalars.count else { return CC_ERROR }
        el_cursor(editor, 1)
        el_deletestr(editor, 1)
        return CC_REFRESH
    }

    func suspendCommand() -> Int32 {
        suspend()
        return outcome == nil ? CC_NORM : CC_EOF
    }
}
