import Testing

@testable import LineEditor

extension EditingTests {
    @Suite struct LineLayoutTests {
        init() { TextLocale.use() }

        private func layout(_ text: String, columns: Int) -> LineLayout {
            LineLayout(
                prompt: [Cell]("> ", style: .plain), continuation: [Cell]("| ", style: .plain),
                text: Array(text.unicodeScalars), columns: columns)
        }

        private func rows(_ layout: LineLayout) -> [String] {
            layout.rows.map(\.text)
        }

        @Test(arguments: [("abc", 3), ("猫", 2), ("e\u{301}", 1), ("\u{1B}", 2), ("\u{202E}", 8)])
        func charactersTakeTheirCells(text: String, width: Int) {
            #expect(LineEditor.cellWidth(of: text) == width)
        }

        @Test func aWideCharacterMovesToTheNextRowWhole() {
            let layout = layout("abc猫x", columns: 6)
            #expect(rows(layout) == ["> abc", "猫x"])
            #expect(layout.places[3] == CellPlace(row: 1, column: 0))
            #expect(layout.places[5] == CellPlace(row: 1, column: 3))
        }

        @Test func aFullRowTakesTheCursorToTheNext() {
            let layout = layout("abcd", columns: 6)
            #expect(rows(layout) == ["> abcd", ""])
            #expect(layout.places[4] == CellPlace(row: 1, column: 0))
        }

        @Test func lineBreaksStartARowWithItsPrompt() {
            let layout = layout("a\n\tb", columns: 20)
            #expect(rows(layout) == ["> a", "|       b"])
            #expect(layout.places[2] == CellPlace(row: 1, column: 2))
            #expect(layout.offset(inRow: 0, column: 9) == 1)
            #expect(layout.offset(inRow: 2, column: 0) == nil)
        }

        @Test func marksJoinAndOnlySoManyAreDrawn() {
            let layout = layout("e" + String(repeating: "\u{301}", count: 50) + "x", columns: 20)
            #expect(layout.rows[0].width == 4)
            #expect([layout.rows[0][2]].text.unicodeScalars.count == 1 + Cell.maximumMarks)
        }

        @Test func aLineTallerThanTheWindowIsSeenRoundTheCursor() {
            let layout = layout((1...9).map { "\($0)" }.joined(separator: "\n"), columns: 10)
            var top = 0
            let content = FrameContent(layout: layout, cursor: 17)
            let end = Frame(content, columns: 10, rows: 4, top: &top)
            #expect(end.rows.map { $0.text } == ["| 6", "| 7", "| 8", "| 9"])
            #expect(end.cursor == CellPlace(row: 3, column: 3))
            let start = Frame(
                FrameContent(layout: layout, cursor: 0), columns: 10, rows: 4, top: &top)
            #expect(start.cursor == CellPlace(row: 0, column: 2))
        }
    }
}
