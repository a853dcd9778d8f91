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
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.complete = complete(words)
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
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.complete = complete(words)
        try await withEditor(configuration, columns: 20, rows: 5) { editor, terminal in
            editor.notice("1\n2\n3\n4")
            let read = try await terminal.start(editor)
            try await terminal.type("图片 一二三四五六七 e")
            try await terminal.waitForScreen("2\n3\n4\n> 图片 一二三四五六\n七 e")
            try await terminal.type("\t")
            try await terminal.waitForScreen("4\n> 图片 一二三四五六\n七 e\neins  1\nelf   11")
            editor.notice("5")
            try await terminal.waitForScreen("5\n> 图片 一二三四五六\n七 e\neins  1\nelf   11")
            try await terminal.type("l\t\r")
            #expect(try await terminal.result(of: read) == .line("图片 一二三四五六七 elf "))
        }
    }

    @Suite struct CompletionTests {
        init() { TextLocale.use() }

        @Test func oneCandidateIsTakenWithABlankUnlessThereIsOne() {
            let result = LineEditor.CompletionResult(
                replacing: 0..<2, candidates: [Candidate(text: "submit", display: "submit")])
            #expect(
                CompletionStep(result, line: History.Draft("su"))
                    == .replace(History.Draft("submit ")))
            let blank = History.Draft(scalars: ["s", "u", " "], cursor: 2)
            let taken = History.Draft(scalars: Array("submit ".unicodeScalars), cursor: 6)
            #expect(CompletionStep(result, line: blank) == .replace(taken))
            #expect(CompletionStep(.none, line: History.Draft("s")) == .nothing)
        }

        @Test func aRangeBeyondTheLineIsCut() {
            let result = LineEditor.CompletionResult(
                replacing: 1..<9, candidates: [Candidate(text: "x", display: "x")])
            #expect(
                CompletionStep(result, line: History.Draft("su")) == .replace(History.Draft("sx ")))
        }

        private func rows(
            _ candidates: [Candidate], columns: Int, rows limit: Int, selecting steps: Int = 0
        ) -> [String] {
            var menu = CompletionMenu(candidates, in: History.Draft(""), replacing: 0..<0)
            if steps != 0 { menu.select(steps: steps) }
            return menu.rows(columns: columns, limit: limit).map { row in
                row.map { $0.style.isReversed ? "[" + [$0].text + "]" : [$0].text }.joined()
                    .replacing("][", with: "")
            }
        }

        @Test func theMenuHasHelpWhereItFits() {
            let candidates = [
                Candidate(text: "a", display: "猫", help: "an animal of some length"),
                Candidate(text: "b", display: "abc\u{1B}[2J", help: ""),
            ]
            #expect(
                rows(candidates, columns: 30, rows: 5) == [
                    "猫        an animal of some …",
                    "abc^[[2J",
                ])
            #expect(rows(candidates, columns: 20, rows: 5) == ["猫        abc^[[2J"])
        }

        @Test func aMenuThatDoesNotFitSaysHowMuchIsLeft() {
            let candidates = (0..<20).map { Candidate(text: "n\($0)", display: "n\($0)") }
            let few = rows(candidates, columns: 20, rows: 3)
            #expect(few == ["n0   n5   n10  n15", "n1   n6   n11  n16", "… and 12 more: typ…"])
            #expect(rows(candidates, columns: 20, rows: 0).isEmpty)
        }

        @Test func theChosenCandidateIsAlwaysShown() {
            let candidates = (0..<20).map {
                Candidate(text: "n\($0)", display: "n\($0)", help: "of some use")
            }
            let last = rows(candidates, columns: 40, rows: 4, selecting: -1)
            #expect(
                last == [
                    "n17  of some use", "n18  of some use", "[n19  of some use]",
                    "… and 17 more: type a letter or two",
                ])
        }
    }
}

/// The keys of the menu, of hints, of rows and of questions.
extension EditingTests {
    private static func configuration() -> LineEditor.Configuration {
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.complete = complete([("eins", "1"), ("elf", "11"), ("zwei", "2")])
        return configuration
    }

    @Test func theMenuIsWalkedAndLeft() async throws {
        try await withEditor(Self.configuration()) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("a e\t\t")
            try await terminal.waitForScreen("> a eins\neins  1\nelf   11")
            try await terminal.type("\u{1B}[B")
            try await terminal.waitForScreen("> a elf\neins  1\nelf   11")
            try await terminal.type("\u{1B}[Z")
            try await terminal.waitForScreen("> a eins\neins  1\nelf   11")
            try await terminal.type("\u{07}")
            try await terminal.waitForScreen("> a e")
            try await terminal.type("\t\t\t\r")
            try await terminal.waitForScreen("> a elf")
            #expect(terminal.screen.column == 8)
            try await terminal.type("x\r")
            #expect(try await terminal.result(of: read) == .line("a elf x"))
        }
    }

    @Test func aSuggestionIsTakenWholeOrByWords() async throws {
        try await withEditor { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("submit as 猫 x2\r")
            _ = try await terminal.result(of: first)
            let second = try await terminal.start(editor)
            try await terminal.type("su")
            try await terminal.wait(for: "the hint") {
                $0.screen.lines[1] == "> submit as 猫 x2" && $0.screen.column == 4
            }
            try await terminal.type("\u{1B}[1;3C\u{1B}[1;3C")
            try await terminal.wait(for: "two words") { $0.screen.column == 11 }
            try await terminal.type("\u{7F}\u{05}")
            try await terminal.wait(for: "all of it") { $0.screen.column == 17 }
            try await terminal.type("\r")
            #expect(try await terminal.result(of: second) == .line("submit as 猫 x2"))
            let third = try await terminal.start(editor)
            try await terminal.type("su\r")
            #expect(try await terminal.result(of: third) == .line("su"))
            #expect(terminal.screen.lines[2] == "> su", "a hint is not left behind")
        }
    }

    @Test func aRemarkStandsBehindTheLineWhereThereIsRoom() async throws {
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.hint = { $0 == "go" ? "costs a lot" : nil }
        try await withEditor(configuration, columns: 16) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("go")
            try await terminal.waitForScreen("> go  costs a …")
            try await terminal.type(" on")
            try await terminal.waitForScreen("> go on")
            read.cancel()
            _ = try await terminal.result(of: read)
        }
    }

    @Test func rowsAreAddedWalkedAndRecalledAsOneLine() async throws {
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.needsMoreLines = { $0.hasPrefix("for") && !$0.hasSuffix("end") }
        try await withEditor(configuration) { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("for x\rwait\u{1B}[A!\u{1B}[B\rend\r")
            #expect(try await terminal.result(of: first) == .line("for !x\nwait\nend"))
            let second = try await terminal.start(editor)
            try await terminal.type("typed\u{1B}[A")
            try await terminal.wait(for: "no line that starts so") { $0.output.contains("\u{07}") }
            try await terminal.type("\u{15}\u{1B}[A")
            try await terminal.wait(for: "the rows") { $0.screen.text.hasSuffix("> wait\n> end") }
            try await terminal.type("\r")
            #expect(try await terminal.result(of: second) == .line("for !x\nwait\nend"))
        }
    }

    @Test func theRightPromptGivesWayToTheLine() async throws {
        try await withEditor(columns: 24) { editor, terminal in
            let read = try await terminal.start(editor)
            editor.setRightPrompt("2 running")
            try await terminal.waitForScreen(">             2 running")
            try await terminal.type("0123456789")
            try await terminal.waitForScreen("> 0123456789  2 running")
            try await terminal.type("x")
            try await terminal.waitForScreen("> 0123456789x")
            try await terminal.type("\u{7F}\r")
            #expect(try await terminal.result(of: read) == .line("0123456789"))
            #expect(terminal.screen.lines[0] == "> 0123456789")
        }
    }

    @Test func aQuestionIsNeitherCompletedNorKept() async throws {
        try await withEditor(Self.configuration()) { editor, terminal in
            let question = Task {
                await editor.readLine(.init("sure? ", isQuestion: true))
            }
            try await terminal.waitForScreen("sure?")
            try await terminal.type("e\t\r")
            #expect(try await terminal.result(of: question) == .line("e"))
            let next = try await terminal.start(editor)
            try await terminal.type("\u{1B}[A\r")
            #expect(try await terminal.result(of: next) == .line(""))
        }
    }

    @Test func theLineGoesToAnExternalEditorAndBack() async throws {
        try await withEditor { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("ab\u{18}\u{05}")
            #expect(try await terminal.result(of: first) == .externalEditor("ab"))
            let second = Task { await editor.readLine(.init("> "), text: "ab\n猫") }
            try await terminal.waitForScreen("> ab\n> ab\n> 猫")
            try await terminal.type("!\r")
            #expect(try await terminal.result(of: second) == .line("ab\n猫!"))
        }
    }

    @Test func aPasteOfSeveralLinesIsTheProgramsToPlace() async throws {
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.paste = { .init(before: "[\($0.before)|\($0.text)", after: "\($0.after)]") }
        try await withEditor(configuration) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("ac\u{1B}[D\u{1B}[200~1\n2\u{1B}[201~!\r")
            #expect(try await terminal.result(of: read) == .line("[a|1\n2!c]"))
        }
    }

    @Test func aLineTallerThanTheWindowIsEditedAndLeftWhole() async throws {
        try await withEditor(columns: 20, rows: 5) { editor, terminal in
            let read = try await terminal.start(editor)
            let text = (1...9).map { "row \($0)" }.joined(separator: "\n")
            try await terminal.type("\u{1B}[200~\(text)\u{1B}[201~")
            try await terminal.waitForScreen("> row 5\n> row 6\n> row 7\n> row 8\n> row 9")
            try await terminal.type("\u{01}x")
            try await terminal.waitForScreen("> xrow 1\n> row 2\n> row 3\n> row 4\n> row 5")
            try await terminal.type("\r")
            #expect(try await terminal.result(of: read) == .line("x" + text))
            #expect(terminal.screen.text == "> row 6\n> row 7\n> row 8\n> row 9")
        }
    }

    @Test func theScreenIsClearedRoundTheLine() async throws {
        try await withEditor { editor, terminal in
            editor.notice("old")
            let read = try await terminal.start(editor)
            try await terminal.type("half\u{0C}")
            try await terminal.waitForScreen("> half")
            read.cancel()
            _ = try await terminal.result(of: read)
        }
    }
}
