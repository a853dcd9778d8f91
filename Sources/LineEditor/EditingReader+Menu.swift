import CEditline

/// Completion, and the keys of the menu while it is open: Tab and the arrows choose, Return takes
/// the choice, Escape and Ctrl-G give the line back, a letter begins the word behind the choice, any
/// other key goes on with the line.
extension EditingReader {
    func completeWord() -> Int32 {
        guard menu == nil else { return choose(steps: 1) }
        guard !prompt.isQuestion else { return CC_NORM }
        let line = line
        let request = LineEditor.CompletionRequest(
            line: WideText.string(line.scalars), cursor: line.cursor)
        switch CompletionStep(configuration.complete(request), line: line) {
        case .nothing:
            display.beep()
        case .replace(let changed):
            setLine(changed)
        case .menu(let range, let candidates):
            menu = CompletionMenu(candidates, in: line, replacing: range)
        }
        return CC_REFRESH
    }

    func choose(steps: Int) -> Int32 {
        menu?.select(steps: steps)
        if let menu { setLine(menu.line()) }
        return CC_REFRESH
    }

    /// Whether the key was meant for the menu; one that is not closes it.
    func isTakenByMenu(_ item: InputDecoder.Item) -> Bool {
        guard let menu else { return false }
        switch item {
        case .scalar("\t"), .key(.backTab), .key(.up), .key(.down): return false
        case .scalar("\r"), .scalar("\n"):
            self.menu = nil
            guard menu.selection != nil else { return false }
            setLine(menu.line(isFinal: true))
            return true
        case .escape, .scalar("\u{07}"):
            self.menu = nil
            setLine(menu.original)
            return true
        case .scalar("\u{1B}"):
            // Meta: its key acts on the line as it was.
            self.menu = nil
            setLine(menu.original)
            return false
        case .scalar(let scalar):
            self.menu = nil
            if menu.selection != nil, Self.beginsWord(scalar) { setLine(menu.line(isFinal: true)) }
            return false
        case .key, .paste:
            self.menu = nil
            return false
        }
    }

    /// Whether a character typed behind a chosen word begins the next one.
    private static func beginsWord(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x20, scalar != "\u{7F}" else { return false }
        return !scalar.properties.isWhitespace && !"=/.,:;*)]}".unicodeScalars.contains(scalar)
    }
}
