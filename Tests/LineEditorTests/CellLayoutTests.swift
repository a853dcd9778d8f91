import Testing

@testable import LineEditor

extension EditingTests {
    @Suite struct CellLayoutTests {
        init() { TextLocale.use() }

        @Test(arguments: [("abc", 3), ("猫", 2), ("e\u{301}", 1), ("\u{1B}", 2), ("\u{7F}", 2)])
        func widthsAreThoseOfLibedit(text: String, width: Int) {
            #expect(LineEditor.cellWidth(of: text) == width)
        }

        @Test func aWideCharacterMovesToTheNextRowWhole() {
            var position = CellPosition(columns: 4)
            position.advance(over: "abc".unicodeScalars)
            position.settle(before: "猫")
            #expect(position.row == 1 && position.column == 0)
            position.advance(over: "猫x\ty".unicodeScalars)
            #expect(position.row == 2 && position.column == 1)
        }
    }
}
