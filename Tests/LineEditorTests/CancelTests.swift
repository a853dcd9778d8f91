import Testing

@testable import LineEditor

/// Escape, Ctrl-G and Ctrl-C end what was begun, give back what was there before, and take no other
/// key along.
extension EditingTests {
    private static let escape = "\u{1B}"
    private static let cancelKeys = ["\u{03}", "\u{07}", escape]

    private static func withStoredLine(
        _ body: (LineEditor, TestTerminal) async throws -> Void
    ) async throws {
        try await withEditor { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("submit as cat\r")
            #expect(try await terminal.result(of: first) == .line("submit as cat"))
            try await body(editor, terminal)
        }
    }

    @Test(arguments: cancelKeys, ["", "hel"])
    func aCancelledSearchGivesTheLineBack(key: String, typed: String) async throws {
        try await Self.withStoredLine { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("\(typed)\u{12}sub")
            try await terminal.waitForScreen("> submit as cat\n(search: sub) submit as cat")
            try await terminal.type(key)
            try await terminal.waitForScreen("> submit as cat\n>" + (typed.isEmpty ? "" : " hel"))
            try await terminal.type("\u{12}zz")
            try await terminal.wait(for: "no match") {
                $0.screen.lines[1].hasPrefix("(no match: zz)")
            }
            try await terminal.type(key)
            try await terminal.waitForScreen("> submit as cat\n>" + (typed.isEmpty ? "" : " hel"))
            try await terminal.type("hello".dropFirst(typed.count) + "\r")
            #expect(try await terminal.result(of: read) == .line("hello"))
        }
    }

    /// Meta and a key act on the line as it was, not on the hit.
    @Test func aMetaKeyEndsTheSearchAndActsOnTheTypedLine() async throws {
        try await Self.withStoredLine { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("one two\u{12}sub")
            try await terminal.wait(for: "the hit") {
                $0.screen.lines[1].hasPrefix("(search: sub)")
            }
            try await terminal.type("\u{1B}b-\r")
            #expect(try await terminal.result(of: read) == .line("one -two"))
        }
    }

    @Test func aLineThatWasCancelledAndDroppedLeavesNothing() async throws {
        try await withEditor { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("submit x10 -- a lion at dawn\r")
            _ = try await terminal.result(of: first)
            let read = try await terminal.start(editor)
            try await terminal.type("\u{12}lion")
            try await terminal.wait(for: "the hit") {
                $0.screen.lines.contains { $0.hasPrefix("(search: lion)") }
            }
            try await terminal.type(Self.escape)
            try await terminal.waitForScreen("> submit x10 -- a lion at dawn\n>")
            try await terminal.type("\u{15}submit -- one\r")
            #expect(try await terminal.result(of: read) == .line("submit -- one"))
        }
    }

    @Test func downFromTheNewestLineIsTheEmptyOne() async throws {
        try await Self.withStoredLine { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("\u{1B}[A")
            try await terminal.waitForScreen("> submit as cat\n> submit as cat")
            try await terminal.type("\u{1B}[B")
            try await terminal.waitForScreen("> submit as cat\n>")
            try await terminal.type("x\r")
            #expect(try await terminal.result(of: read) == .line("x"))
        }
    }

    private static func menuConfiguration() -> LineEditor.Configuration {
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.complete = { request in
            .init(
                replacing: 0..<request.cursor,
                candidates: ["prompt", "submit"].map { .init(text: $0, display: $0, help: "") })
        }
        return configuration
    }

    @Test(arguments: ["\u{07}", escape]) func aCancelledMenuGivesTheEmptyLineBack(key: String)
        async throws
    {
        try await withEditor(Self.menuConfiguration()) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("\t\t")
            try await terminal.wait(for: "the choice") { $0.screen.lines[0] == "> prompt" }
            try await terminal.type(key)
            try await terminal.waitForScreen(">")
            try await terminal.type("x\r")
            #expect(try await terminal.result(of: read) == .line("x"))
        }
    }

    @Test(arguments: [("s", "prompt s"), ("=", "prompt="), (" ", "prompt "), ("猫", "prompt 猫")])
    func whatIsTypedBehindAChoiceIsAWordOfItsOwn(key: String, line: String) async throws {
        try await withEditor(Self.menuConfiguration()) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("\t\t")
            try await terminal.wait(for: "the choice") { $0.screen.lines[0] == "> prompt" }
            try await terminal.type("\(key)\r")
            #expect(try await terminal.result(of: read) == .line(line))
        }
    }

    @Test(arguments: cancelKeys) func aCancelledQuestionIsNotAnswered(key: String) async throws {
        try await withEditor { editor, terminal in
            let question = Task { await editor.readLine(.init("sure? ", isQuestion: true)) }
            try await terminal.waitForScreen("sure?")
            try await terminal.type("y\(key)")
            #expect(try await terminal.result(of: question) == .interrupted)
        }
    }

    // MARK: Escape alone

    /// A line that begins with `text`, behind which Escape was pressed a while ago.
    private static func withEscape(
        behind text: String,
        _ body: (Task<LineEditor.ReadResult, Never>, TestTerminal) async throws
            -> Void
    ) async throws {
        // An Escape that does nothing shows nothing either.
        let drawings = Drawings()
        let configuration = drawings.counting(.init(applicationName: "test"))
        try await withEditor(configuration) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type(text)
            try await terminal.waitForScreen(text.isEmpty ? ">" : "> \(text)")
            // It is drawn when the key comes, when nothing came behind it, and when nothing will;
            // once more where the read was only just asked for.
            let before = drawings.value
            try await terminal.type(escape)
            try await terminal.wait(for: "the key to be over") { _ in drawings.value >= before + 3 }
            try await body(read, terminal)
        }
    }

    @Test(arguments: [
        ("", "show model\r", "show model"), ("print abc", "\r", "print abc"),
        ("a", "[b\r", "a[b"), ("a", "\u{7F}b\r", "b"),
    ])
    func anEscapeTakesNoKeyAlong(before: String, after: String, line: String) async throws {
        try await Self.withEscape(behind: before) { read, terminal in
            try await terminal.type(after)
            #expect(try await terminal.result(of: read) == .line(line))
        }
    }

    @Test func controlCBehindAnEscapeDropsTheLine() async throws {
        try await Self.withEscape(behind: "abc") { read, terminal in
            try await terminal.type("\u{03}")
            #expect(try await terminal.result(of: read) == .interrupted)
        }
    }

    /// libedit's own command line, which would open in the middle of the prompt.
    @Test func metaXOpensNothing() async throws {
        try await withEditor { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("a\u{1B}xb\r")
            #expect(try await terminal.result(of: read) == .line("ab"))
        }
    }
}
