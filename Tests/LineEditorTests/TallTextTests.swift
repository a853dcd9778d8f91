import Testing

@testable import LineEditor

/// Texts that are taller than the window: libedit scrolls them on a display of its own, and would
/// write beyond it.
extension EditingTests {
    struct Window: Sendable {
        let columns: Int
        let rows: Int
    }

    private static let windows = [
        Window(columns: 80, rows: 24), Window(columns: 17, rows: 4), Window(columns: 3, rows: 5),
        Window(columns: 100, rows: 30),
    ]

    /// The text fills three windows.
    private static func text(of piece: String, _ window: Window) -> String {
        let cells = 3 * window.columns * window.rows
        return String(repeating: piece, count: cells / LineEditor.cellWidth(of: piece) + 1)
    }

    @Test(arguments: windows, ["lorem ipsum ", "一只猫"])
    func aTextOfThreeWindowsIsLeftAndTypedOn(window: Window, piece: String) async throws {
        var text = Self.text(of: piece, window)
        let tail = String(repeating: "a", count: 2 * window.columns + 5)
        try await withEditor(columns: window.columns, rows: window.rows) { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("\u{1B}[200~\(text)\u{1B}[201~\u{01}\u{05}\(tail)\r")
            text += tail
            #expect(try await terminal.result(of: first) == .line(text))

            let second = try await terminal.start(editor)
            try await terminal.type("\u{1B}[A\u{01}\u{05}\(tail)")
            let up = String(repeating: "\u{1B}[A", count: 30)
            try await terminal.type("\(up)\u{1B}[F\(tail)")
            editor.notice("a notice")
            terminal.resize(columns: window.columns + 1, rows: window.rows - 1)
            try await terminal.type("\u{01}b\u{05}\(tail)\r")
            text = "b" + text + tail + tail + tail
            #expect(try await terminal.result(of: second) == .line(text))
        }
    }

    /// Each key is drawn before the next one comes.
    @Test(arguments: [windows[1], windows[2]])
    func aTextOfThreeWindowsIsTypedOnKeyByKey(window: Window) async throws {
        let text = Self.text(of: "lorem ipsum ", window)
        let tail = String(repeating: "a", count: 2 * window.columns + 5)
        let drawings = Drawings()
        let configuration = drawings.counting(.init(applicationName: "test"))
        try await withEditor(configuration, columns: window.columns, rows: window.rows) {
            editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("\u{1B}[200~\(text)\u{1B}[201~\u{01}\u{05}")
            for key in tail.unicodeScalars {
                let before = drawings.value
                try await terminal.type(String(key))
                try await terminal.wait(for: "a drawing") { _ in drawings.value > before }
            }
            try await terminal.type("\r")
            #expect(try await terminal.result(of: read) == .line(text + tail))
        }
    }
}
