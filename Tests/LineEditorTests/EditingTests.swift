import Glibc
import Testing

@testable import LineEditor

/// What only a terminal shows. One editor at a time: the locale and the signals are the process's.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct EditingTests {
    @Test func typesEditsAndReturnsALine() async throws {
        try await withEditor { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.waitForScreen(">")
            try await terminal.type("helo\u{1B}[Dl")
            try await terminal.waitForScreen("> hello")
            #expect(terminal.screen.column == 6)
            try await terminal.type("\r")
            #expect(try await terminal.result(of: read) == .line("hello"))
            #expect(terminal.screen.unknown.isEmpty)
        }
    }

    @Test func chineseIsTypedEditedAndRecalled() async throws {
        try await withEditor { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("一只会飞的猫")
            try await terminal.waitForScreen("> 一只会飞的猫")
            try await terminal.type("\u{1B}[D\u{1B}[D\u{7F}X")
            try await terminal.waitForScreen("> 一只会X的猫")
            #expect(terminal.screen.column == 9)
            try await terminal.type("\r")
            #expect(try await terminal.result(of: first) == .line("一只会X的猫"))

            let second = try await terminal.start(editor)
            try await terminal.type("\u{1B}[A")
            try await terminal.waitForScreen("> 一只会X的猫\n> 一只会X的猫")
            try await terminal.type("！\r")
            #expect(try await terminal.result(of: second) == .line("一只会X的猫！"))
        }
    }

    @Test func insertingBeforeWideCharactersInAFullRowKeepsTheCursor() async throws {
        try await withEditor(columns: 20) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("一二三四五六七八九十END")
            try await terminal.waitForScreen("> 一二三四五六七八九\n十END")
            try await terminal.type(String(repeating: "\u{1B}[D", count: 8) + "X")
            try await terminal.waitForScreen("> 一二三四五X六七八\n九十END")
            try await terminal.wait(for: "the cursor behind X") {
                $0.screen.row == 0 && $0.screen.column == 13
            }
            try await terminal.type("\r")
            #expect(try await terminal.result(of: read) == .line("一二三四五X六七八九十END"))
        }
    }

    @Test func aNoticeStandsAboveAHalfTypedLineOfTwoRows() async throws {
        try await withEditor(columns: 20) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("一二三四五六七八九十END\u{1B}[D\u{1B}[D")
            try await terminal.waitForScreen("> 一二三四五六七八九\n十END")
            editor.notice("job #7 done")
            try await terminal.waitForScreen("job #7 done\n> 一二三四五六七八九\n十END")
            #expect(terminal.screen.row == 2 && terminal.screen.column == 3)
            editor.notice("two\nlines\n")
            try await terminal.waitForScreen(
                "job #7 done\ntwo\nlines\n> 一二三四五六七八九\n十END")
            try await terminal.type("-\r")
            #expect(try await terminal.result(of: read) == .line("一二三四五六七八九十E-ND"))
        }
    }

    @Test func aNoticeCannotMoveTheCursor() async throws {
        try await withEditor { editor, terminal in
            editor.notice("evil \u{1B}[2J\u{1B}]0;title\u{07} \u{1B}[32mgreen\u{1B}[0m")
            try await terminal.waitForScreen("evil \\x1B[2J\\x1B]0;title\\x07 green")
        }
    }

    @Test func controlCDropsTheLine() async throws {
        try await withEditor { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("half a line\u{1B}[D\u{1B}[D\u{03}")
            #expect(try await terminal.result(of: read) == .interrupted)
            #expect(terminal.screen.lines[0] == "> half a line^C")
            let next = try await terminal.start(editor)
            try await terminal.type("next\r")
            #expect(try await terminal.result(of: next) == .line("next"))
        }
    }

    @Test func aPostedInterruptAndACancelledTaskEndTheLine() async throws {
        try await withEditor { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("abc")
            try await terminal.waitForScreen("> abc")
            editor.interrupt()
            #expect(try await terminal.result(of: read) == .interrupted)
            let second = try await terminal.start(editor)
            try await terminal.waitForScreen("> abc^C\n>")
            second.cancel()
            #expect(try await terminal.result(of: second) == .interrupted)
        }
    }

    @Test func controlDLeavesOnlyAnEmptyLine() async throws {
        try await withEditor { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("ab\u{01}\u{04}")
            try await terminal.waitForScreen("> b")
            try await terminal.type("\u{04}\u{04}")
            #expect(try await terminal.result(of: read) == .endOfInput)
        }
    }

    @Test func aLineOfFiveThousandCharactersSurvivesUpAndDown() async throws {
        let long = String((0..<5_000).map { Character(Unicode.Scalar(0x4E00 + $0 % 500)!) })
        try await withEditor(columns: 80, rows: 24) { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("short\r")
            #expect(try await terminal.result(of: first) == .line("short"))
            let second = try await terminal.start(editor)
            try await terminal.type(long + "\u{1B}[A")
            try await terminal.wait(for: "the older line") {
                $0.screen.lines.contains { $0.hasSuffix("> short") }
            }
            try await terminal.type("\u{1B}[B\r")
            #expect(try await terminal.result(of: second) == .line(long))
        }
    }

    @Test func aPasteIsOneInsertionWithItsLineBreaks() async throws {
        try await withEditor { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("prompt \u{1B}[200~第一行\r\nline\ttwo\u{07}\r\u{1B}[201~!")
            try await terminal.waitForScreen("> prompt 第一行\n> line  two!")
            try await terminal.type("\r")
            #expect(try await terminal.result(of: read) == .line("prompt 第一行\nline\ttwo!"))
        }
    }

    @Test func aResizeDrawsTheLineForTheNewWidth() async throws {
        try await withEditor(columns: 20) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("0123456789")
            try await terminal.waitForScreen("> 0123456789")
            terminal.resize(columns: 30)
            try await terminal.type("一二三四五六七八九十END")
            try await terminal.waitForScreen("> 0123456789一二三四五六七八九\n十END")
            try await terminal.type("\r")
            #expect(
                try await terminal.result(of: read) == .line("0123456789一二三四五六七八九十END"))
        }
    }

    @Test func whatIsTypedBetweenTwoLinesBelongsToTheNext() async throws {
        try await withEditor { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("one\rtwo\rthr")
            #expect(try await terminal.result(of: read) == .line("one"))
            #expect(terminal.modes.c_lflag & UInt32(ICANON) != 0)
            let second = Task { await editor.readLine(.init("> ")) }
            #expect(try await terminal.result(of: second) == .line("two"))
            let third = try await terminal.start(editor)
            try await terminal.type("ee\r")
            #expect(try await terminal.result(of: third) == .line("three"))
        }
    }

    @Test func theTerminalIsGivenBackAsItWas() async throws {
        let terminal = TestTerminal()
        defer { terminal.close() }
        let before = terminal.modes
        let device = TerminalDevice(
            input: terminal.terminal, output: terminal.terminal, plain: false)
        try await LineEditor.with(
            .init(applicationName: "test"), device: device, startupFile: "/dev/null"
        ) { editor in
            let read = try await terminal.start(editor)
            try await terminal.waitForScreen(">")
            #expect(terminal.modes.c_lflag & UInt32(ICANON) == 0)
            read.cancel()
            _ = try await terminal.result(of: read)
        }
        #expect(terminal.modes.c_lflag == before.c_lflag)
        #expect(terminal.modes.c_iflag == before.c_iflag)
    }

    @Test func chineseWorksWithoutAUTF8Locale() async throws {
        let kept = getenv("LC_ALL").map { String(cString: $0) }
        setenv("LC_ALL", "C", 1)
        setlocale(LC_ALL, "C")
        defer {
            if let kept { setenv("LC_ALL", kept, 1) } else { unsetenv("LC_ALL") }
        }
        try await withEditor { editor, terminal in
            let read = try await terminal.start(editor, "提示> ")
            try await terminal.type("猫\r")
            #expect(try await terminal.result(of: read) == .line("猫"))
            #expect(terminal.screen.lines[0] == "提示> 猫")
        }
    }

    @Test func viKeysFromTheStartupFileAreHonoured() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/editrc"
            let file = try #require(fopen(path, "w"))
            fputs("bind -v\n", file)
            fclose(file)
            try await withEditor(startupFile: path) { editor, terminal in
                let first = try await terminal.start(editor)
                try await terminal.type("old\r")
                #expect(try await terminal.result(of: first) == .line("old"))
                let second = try await terminal.start(editor)
                try await terminal.type("\u{1B}[A\u{1B}[200~ 猫\u{1B}[201~")
                try await terminal.waitForScreen("> old\n> old 猫")
                try await terminal.type("\u{1B}0x\r")
                #expect(try await terminal.result(of: second) == .line("ld 猫"))
            }
        }
    }

    @Test func aClosedTerminalEndsTheInput() async throws {
        let terminal = TestTerminal()
        let device = TerminalDevice(
            input: terminal.terminal, output: terminal.terminal, plain: false)
        try await LineEditor.with(
            .init(applicationName: "test"), device: device, startupFile: "/dev/null"
        ) { editor in
            let read = try await terminal.start(editor)
            try await terminal.waitForScreen(">")
            terminal.hangUp()
            let result = await read.value
            #expect(result == .endOfInput || result == .failed(EIO))
        }
        Glibc.close(terminal.terminal)
    }
}
