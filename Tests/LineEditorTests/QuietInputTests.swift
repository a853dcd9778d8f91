import Glibc
import Testing

@testable import LineEditor

/// What is typed while a command works.
extension EditingTests {
    private static let echoAndLines = tcflag_t(ECHO | ICANON)

    private static func isQuiet(_ terminal: TestTerminal) -> Bool {
        terminal.modes.c_lflag & echoAndLines == 0
    }

    /// Begins the quiet, and waits for it: it comes when the editor's thread has started.
    private static func beginQuiet(_ editor: LineEditor, _ terminal: TestTerminal) async throws {
        editor.beginQuiet()
        try await terminal.wait(for: "the quiet", isQuiet)
    }

    @Test func nothingTypedInQuietIsRunUnseen() async throws {
        try await withEditor { editor, terminal in
            let before = terminal.modes
            try await Self.beginQuiet(editor, terminal)
            #expect(terminal.modes.c_lflag & tcflag_t(ISIG) != 0)
            try await terminal.typeAhead("\rabx\u{7F}c\rdef\r")
            editor.endQuiet()
            #expect(terminal.modes.c_lflag == before.c_lflag)
            #expect(terminal.output.isEmpty)
            let read = try await terminal.start(editor)
            try await terminal.waitForScreen(
                "what was typed meanwhile was not run: En\nter runs it\n> abc")
            try await terminal.type("!\r")
            #expect(try await terminal.result(of: read) == .line("abc!"))
            let next = try await terminal.start(editor)
            try await terminal.type("next\r")
            #expect(try await terminal.result(of: next) == .line("next"))
        }
    }

    /// A terminal has room for 4,095 bytes, and gets the rest of a paste as that is read.
    @Test func aLargePasteInQuietIsTakenToItsEnd() async throws {
        try await withEditor { editor, terminal in
            try await Self.beginQuiet(editor, terminal)
            let paste = String(repeating: "submit\r", count: 2_000)
            try await terminal.typeAhead(paste, leaving: 4_095)
            editor.endQuiet()
            let read = try await terminal.start(editor)
            try await terminal.wait(for: "the line") { $0.screen.text.hasSuffix("\n> submit") }
            try await terminal.type("!\r")
            #expect(try await terminal.result(of: read) == .line("submit!"))
            let next = try await terminal.start(editor)
            try await terminal.type("next\r")
            #expect(try await terminal.result(of: next) == .line("next"))
        }
    }

    /// Keys without a Return are simply there, behind the text that the line starts with.
    @Test func halfALineTypedInQuietGoesOn() async throws {
        try await withEditor { editor, terminal in
            try await Self.beginQuiet(editor, terminal)
            editor.beginQuiet()
            try await terminal.typeAhead("一只\u{1B}[D猫")
            editor.endQuiet()
            #expect(Self.isQuiet(terminal))
            editor.endQuiet()
            let read = Task { await editor.readLine(.init("> "), text: "prompt ") }
            try await terminal.waitForScreen("> prompt 一只猫")
            try await terminal.type("\r")
            #expect(try await terminal.result(of: read) == .line("prompt 一只猫"))
        }
    }

    /// A line that was typed before the quiet runs; one from the quiet does not, though it comes to
    /// the line behind that.
    @Test func aBurstOfLinesBeforeIsStillABurst() async throws {
        try await withEditor { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("one\rtwo\rthr")
            #expect(try await terminal.result(of: first) == .line("one"))
            try await Self.beginQuiet(editor, terminal)
            try await terminal.typeAhead("ee\r")
            editor.endQuiet()
            let second = Task { await editor.readLine(.init("> ")) }
            #expect(try await terminal.result(of: second) == .line("two"))
            let third = try await terminal.start(editor)
            try await terminal.wait(for: "the text") { $0.screen.text.hasSuffix("\n> three") }
            try await terminal.type("\u{03}")
            #expect(try await terminal.result(of: third) == .interrupted)
        }
    }

    @Test func aQuestionInTheMiddleIsReadAndForgetsWhatWasTyped() async throws {
        try await withEditor { editor, terminal in
            try await Self.beginQuiet(editor, terminal)
            try await terminal.typeAhead("y\r")
            let question = Task { await editor.readLine(.init("sure? ", isQuestion: true)) }
            try await terminal.waitForScreen("sure?")
            try await terminal.type("n\r")
            #expect(try await terminal.result(of: question) == .line("n"))
            #expect(Self.isQuiet(terminal))
            editor.endQuiet()
            let read = try await terminal.start(editor)
            try await terminal.type("x\r")
            #expect(try await terminal.result(of: read) == .line("x"))
        }
    }

    /// The terminal itself forgets what was typed before Ctrl-C.
    @Test func controlCForgetsWhatWasTyped() async throws {
        try await withEditor { editor, terminal in
            try await Self.beginQuiet(editor, terminal)
            try await terminal.typeAhead("submit\r")
            try await terminal.typeAhead("\u{03}", leaving: 0)
            editor.endQuiet()
            let read = try await terminal.start(editor)
            try await terminal.type("x\r")
            #expect(try await terminal.result(of: read) == .line("x"))
        }
    }

    @Test func aBurstIsForgottenWhereTheProgramSaysSo() async throws {
        try await withEditor { editor, terminal in
            let first = try await terminal.start(editor)
            try await terminal.type("wait\rsubmit\r")
            #expect(try await terminal.result(of: first) == .line("wait"))
            editor.dropTypedAhead()
            let read = try await terminal.start(editor)
            try await terminal.type("x\r")
            #expect(try await terminal.result(of: read) == .line("x"))
        }
    }

    @Test func anotherProgramGetsTheTerminalAsItWas() async throws {
        try await withEditor { editor, terminal in
            let before = terminal.modes
            try await editor.quietly(after: .zero) {
                try await terminal.wait(for: "the quiet", Self.isQuiet)
                await editor.lending { #expect(terminal.modes.c_lflag == before.c_lflag) }
                #expect(Self.isQuiet(terminal))
            }
            #expect(terminal.modes.c_lflag == before.c_lflag)
        }
    }

    /// A short command changes nothing, nor does one whose quiet had not begun.
    @Test func theQuietComesLate() async throws {
        try await withEditor { editor, terminal in
            let before = terminal.modes
            await editor.quietly(after: .seconds(3_600)) {}
            #expect(terminal.modes.c_lflag == before.c_lflag)
        }
    }

    @Test func anEditorThatEndsInQuietGivesTheTerminalBack() async throws {
        let terminal = TestTerminal()
        defer { terminal.close() }
        let before = terminal.modes
        let device = TerminalDevice(
            input: terminal.terminal, output: terminal.terminal, plain: false)
        try await LineEditor.with(
            .init(applicationName: "test"), device: device, startupFile: "/dev/null"
        ) { editor in
            try await Self.beginQuiet(editor, terminal)
        }
        #expect(terminal.modes.c_lflag == before.c_lflag)
        #expect(terminal.modes.c_iflag == before.c_iflag)
    }
}
