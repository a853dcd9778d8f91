import CEditline

/// What the editor's own commands do. Each gives the code that libedit goes on with.
extension EditingReader {
    /// Enters the line, or adds a row to one that is not complete.
    func enterLine() -> Int32 {
        let line = line
        let text = Self.text(line.scalars)
        guard prompt.isQuestion || !configuration.needsMoreLines(text) else { return insertRow() }
        endLine(with: .line(text))
        return CC_EOF
    }

    func insertRow() -> Int32 { insert(["\n"], in: line) }

    private func insert(_ text: [Unicode.Scalar], in line: History.Draft) -> Int32 {
        var line = line
        line.scalars.insert(contentsOf: text, at: line.cursor)
        line.cursor += text.count
        setLine(line)
        return CC_REFRESH
    }

    func insertPaste() -> Int32 {
        defer { pendingPaste = nil }
        guard let text = pendingPaste, !text.isEmpty else { return CC_NORM }
        let line = line
        if text.contains("\n"), !prompt.isQuestion {
            let paste = LineEditor.Paste(
                before: WideText.string(line.scalars[..<line.cursor]),
                after: WideText.string(line.scalars[line.cursor...]),
                text: WideText.string(text))
            if let outcome = configuration.paste(paste) {
                var changed = History.Draft(outcome.before)
                changed.scalars += Array(outcome.after.unicodeScalars)
                setLine(changed)
                return CC_REFRESH
            }
        }
        return insert(text, in: line)
    }

    func dropLine() -> Int32 {
        endLine(mark: "^C", with: .interrupted)
        return CC_EOF
    }

    func deleteOrEnd() -> Int32 {
        let line = line
        if line.scalars.isEmpty {
            endLine(with: .endOfInput)
            return CC_EOF
        }
        guard !line.isAtEnd else { return CC_ERROR }
        el_cursor(editor, 1)
        el_deletestr(editor, 1)
        return CC_REFRESH
    }

    func suspendCommand() -> Int32 {
        suspend()
        return outcome == nil ? CC_NORM : CC_EOF
    }

    func openExternalEditor() -> Int32 {
        guard !prompt.isQuestion else { return CC_NORM }
        endLine(with: .externalEditor(Self.text(line.scalars)))
        return CC_EOF
    }

    func clearScreen() -> Int32 {
        display.clearScreen()
        return CC_REFRESH
    }
}
