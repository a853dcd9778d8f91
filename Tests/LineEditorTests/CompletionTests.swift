import Testing

@testable import LineEditor

private typealias Candidate = LineEditor.Candidate

/// Candidates for the word before the cursor.
private func complete(
    _ words: [(String, String)]
) -> @Sendable (LineEditor.CompletionRequest) -> LineEditor.CompletionResult {
    { request in
        let before = Array(request.line.unicodeScalars.prefix(request.cursor))
        let start = before.lastIndex(of: " ").map { $0 + 1 } ?? 0
        let word = WideText.string(before[start...])
        return .init(
            replacing: start..<request.cursor,
            candidates: words.filter { $0.0.hasPrefix(word) }
                .map { Candidate(text: $0.0, display: $0.0, help: $0.1) })
    }
}

extension EditingTests {
    @Test func tabCompletesTheCommonPartAndThenShowsAMenu() async throws {
        let words = [("submit", "send it"), ("subtle", "be 细"), ("wait", "")]
        let configuration = LineEditor.Configuration(
            applicationName: "test", complete: complete(words))
        try await withEditor(configuration) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("s\t")
            try await terminal.waitForScreen("> sub")
            try await terminal.type("\t")
            try await terminal.waitForScreen("> sub\nsubmit  send it\nsubtle  be 细")
            #expect(terminal.screen.row == 0 && terminal.screen.column == 5)
            try await terminal.type("m")
            try await terminal.waitForScreen("> subm")
            try await terminal.type("\tnow\r")
            #expect(try await terminal.result(of: read) == .line("submit now"))
        }
    }

    @Test func aMenuAtTheBottomScrollsAndTheLineStaysWhole() async throws {
        let words = [("eins", "1"), ("elf", "11"), ("图片", "")]
        let configuration = LineEditor.Configuration(
            applicationName: "test", complete: complete(words))
        try await withEditor(configuration, columns: 20, rows: 5) { editor, terminal in
            editor.notice("1\n2\n3\n4")
            let read = try await terminal.start(editor)
            try await terminal.type("图片 一二三四五六七 e")
            try await terminal.waitForScreen("2\n3\n4\n> 图片 一二三四五六\n七 e")
            try await terminal.type("\t")
            try await terminal.waitForScreen("4\n> 图片 一二三四五六\n七 e\neins  1\nelf   11")
            editor.notice("5")
            try await terminal.waitForScreen("4\n5\n> 图片 一二三四五六\n七 e")
            try await terminal.type("\tl\t\r")
            #expect(try await terminal.result(of: read) == .line("图片 一二三四五六七 elf "))
        }
    }

    @Suite struct CompletionTests {
        init() { TextLocale.use() }

        @Test func oneCandidateIsTakenWithABlankUnlessThereIsOne() {
            let result = LineEditor.CompletionResult(
                replacing: 0..<2, candidates: [Candidate(text: "submit", display: "submit")])
            #expect(
                CompletionStep(result, line: ["s", "u"]) == .replace(0..<2, with: "submit "))
            #expect(
                CompletionStep(result, line: ["s", "u", " "]) == .replace(0..<2, with: "submit"))
            #expect(CompletionStep(.none, line: ["s"]) == .nothing)
        }

        @Test func aRangeBeyondTheLineIsCut() {
            let result = LineEditor.CompletionResult(
                replacing: 1..<9, candidates: [Candidate(text: "x", display: "x")])
            #expect(CompletionStep(result, line: ["s", "u"]) == .replace(1..<2, with: "x "))
        }

        @Test func theMenuHasHelpWhereItFits() {
            let candidates = [
                Candidate(text: "a", display: "猫", help: "an animal of some length"),
                Candidate(text: "b", display: "abc\u{1B}[2J", help: ""),
            ]
            #expect(
                CompletionMenu.rows(candidates, columns: 30, rows: 5) == [
                    "猫          an animal of som…",
                    "abc\\x1B[2J",
                ])
            #expect(
                CompletionMenu.rows(candidates, columns: 20, rows: 5) == ["猫", "abc\\x1B[2J"])
        }

        @Test func aMenuThatDoesNotFitSaysHowMuchIsLeft() {
            let candidates = (0..<20).map { Candidate(text: "n\($0)", display: "n\($0)") }
            let rows = CompletionMenu.rows(candidates, columns: 20, rows: 3)
            #expect(rows == ["n0   n2   n4   n6", "n1   n3   n5   n7", "… and 12 more: typ…"])
            #expect(rows.allSatisfy { LineEditor.cellWidth(of: $0) < 20 })
            #expect(CompletionMenu.rows(candidates, columns: 20, rows: 0).isEmpty)
        }
    }
}
