import Glibc
import Testing

@testable import LineEditor

/// What a terminal says of itself, to a program that asked before or to none: no letter of it lands
/// in the line, whatever pieces it comes in.
@Suite struct TerminalAnswerTests {
    static let answers = [
        "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{7}", "\u{1B}]10;rgb:ffff/ffff/ffff\u{1B}\\",
        "\u{1B}]52;c;aGVsbG8=\u{1B}\\", "\u{1B}]lTitle\u{1B}\\", "\u{1B}P>|XTerm(388)\u{1B}\\",
        "\u{1B}P!|00000000\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}P1+r544e=787465726d\u{1B}\\",
        "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}^private\u{1B}\\", "\u{1B}Xstart\u{1B}\\",
        "\u{1B}[?62;1;4;6;22c", "\u{1B}[>41;388;0c", "\u{1B}[12;40R", "\u{1B}[0n",
        "\u{1B}[?2026;2$y", "\u{1B}[?997;1n", "\u{1B}[8;24;80t", "\u{1B}[I", "\u{1B}[O",
        "\u{1B}[<0;10;20M", "\u{1B}[<0;10;20m", "\u{1B}[32;10;20M", "\u{1B}[M !!", "\u{1B}[Mé!!",
        "\u{1B}[97;5u", "\u{1B}[[A", "\u{1B}OP", "\u{1B}O5Q", "\u{1B}[15~", "\u{1B}[201~",
        "\u{9B}?62;1c", "\u{9D}11;rgb:0/0/0\u{9C}", "\u{90}1$r0m\u{9C}", "\u{9F}Gi=1;OK\u{9C}",
    ]

    /// All that comes of these pieces, with the waits between them over where they are long.
    private static func text(_ pieces: [[UInt8]], waits: Bool = false) -> String {
        var decoder = InputDecoder()
        var scalars = String.UnicodeScalarView()
        func take(_ item: InputDecoder.Item) {
            switch item {
            case .scalar(let scalar): scalars.append(scalar)
            case .escape: scalars.append("\u{1B}")
            case .key(let key): Issue.record("the key \(key)")
            case .paste(let text, _): scalars.append(contentsOf: text)
            }
        }
        for piece in pieces {
            decoder.append(piece)
            while let item = decoder.next() { take(item) }
            guard waits, decoder.patience != nil else { continue }
            decoder.stopWaiting()
            while let item = decoder.next() { take(item) }
        }
        return String(scalars)
    }

    @Test(arguments: answers) func vanishesWhereverItIsCut(answer: String) {
        let bytes = Array("a\(answer)b".utf8)
        #expect(Self.text([bytes]) == "ab")
        #expect(Self.text(bytes.map { [$0] }) == "ab")
        for cut in 0...bytes.count {
            #expect(Self.text([Array(bytes[..<cut]), Array(bytes[cut...])]) == "ab")
        }
    }

    /// A slow line parts the escape character from the rest; that it was taken for the key is all
    /// that is seen of it.
    @Test(arguments: answers.filter { $0.hasPrefix("\u{1B}[") || $0.hasPrefix("\u{1B}]") })
    func vanishesBehindALateEscape(answer: String) {
        let bytes = Array(answer.utf8)
        #expect(
            Self.text([[bytes[0]], Array(bytes[1...]) + [0x62]], waits: true) == "\u{1B}b")
    }

    /// One that does not end is given up, and the next line is a line again.
    @Test(arguments: ["\u{1B}]52;c;aGVs", "\u{1B}P1$r", "\u{1B}_G", "\u{1B}[?62;1", "\u{1B}["])
    func oneWithoutAnEndIsGivenUp(opening: String) {
        #expect(Self.text([Array(opening.utf8), Array("help\r".utf8)], waits: true) == "help\r")
        // Somebody who types on without a pause loses no more than what that line holds.
        let typed = Self.text([Array(opening.utf8), Array("help\rhelp\r".utf8)])
        #expect(typed.hasSuffix("help\r"))
    }

    @Test func aLongOneVanishesAndTakesNoMemory() {
        let start = Array("\u{1B}]52;c;".utf8)
        let part = [UInt8](repeating: 0x41, count: 4_096)
        let pieces = [start] + Array(repeating: part, count: 100) + [[0x07, 0x62]]
        #expect(Self.text(pieces) == "b")
    }

    /// Meta and a letter stay keys: an answer begins otherwise.
    @Test(arguments: ["\u{1B}b", "\u{1B}P ", "\u{1B}]a", "\u{1B}PX"])
    func metaKeysStay(keys: String) {
        #expect(Self.text([Array(keys.utf8)]) == keys)
    }

    /// The half of a paste that came is text; nothing of it is entered.
    @Test func aPasteWithoutItsEndIsTakenAfterAWhile() {
        #expect(
            Self.text([Array("\u{1B}[200~submit\r".utf8), Array("x\r".utf8)], waits: true)
                == "submitx\r")
        #expect(Self.text([Array("\u{1B}[200~".utf8)], waits: true).isEmpty)
    }

    /// Nothing traps and nothing hangs, whatever comes.
    @Test func anyBytes() {
        var seed: UInt64 = 7
        let alphabet = Array("\u{1B}\u{1B}\u{1B}[]P_^XOM0;~m\\\u{7}aé\r".utf8) + [0xC2, 0x9B, 0xFF]
        for _ in 0..<20_000 {
            var decoder = InputDecoder()
            for _ in 0..<4 {
                var piece: [UInt8] = []
                for _ in 0..<8 {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    piece.append(alphabet[Int((seed >> 33) % UInt64(alphabet.count))])
                }
                decoder.append(piece)
                while decoder.next() != nil {}
            }
            var waits = 0
            while decoder.patience != nil, waits < 100 {
                decoder.stopWaiting()
                while decoder.next() != nil {}
                waits += 1
            }
            #expect(waits < 100)
        }
    }

    private static func withTerminal(
        plain: Bool, _ body: (LineEditor, TestTerminal) async throws -> Void
    ) async throws {
        let terminal = TestTerminal()
        defer { terminal.close() }
        let device = TerminalDevice(
            input: terminal.terminal, output: terminal.terminal, plain: plain)
        try await LineEditor.with(
            .init(applicationName: "test", plain: plain), device: device, startupFile: "/dev/null"
        ) { editor in try await body(editor, terminal) }
    }

    /// Keys that were pressed during a wait are no answer to what is asked after it.
    @Test(arguments: [true, false]) func aQuestionForgetsWhatWasTypedBefore(plain: Bool)
        async throws
    {
        try await Self.withTerminal(plain: plain) { editor, terminal in
            try await terminal.type("y\ry\r")
            let question = Task { await editor.readLine(.init("sure? ", isQuestion: true)) }
            try await terminal.wait(for: "the question") { $0.output.contains("sure?") }
            try await terminal.type("n\r")
            #expect(try await terminal.result(of: question) == .line("n"))
        }
    }

    /// Ctrl-D ends a line at a terminal, and not the terminal; and an answer of the terminal is no
    /// text there either.
    @Test func theEndOfALineIsNotTheEndOfAPlainTerminal() async throws {
        try await Self.withTerminal(plain: true) { editor, terminal in
            let first = Task { await editor.readLine(.init("> ")) }
            try await terminal.wait(for: "the prompt") { $0.output.contains("> ") }
            try await terminal.type("\u{4}")
            #expect(try await terminal.result(of: first) == .endOfInput)
            let second = Task { await editor.readLine(.init("again> ")) }
            try await terminal.wait(for: "the prompt") { $0.output.contains("again> ") }
            try await terminal.type("he\u{1B}[?62;1clp\u{1B}]11;rgb:0/0/0\u{1B}\\\r")
            #expect(try await terminal.result(of: second) == .line("help"))
        }
    }
}
