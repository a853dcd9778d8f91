import Glibc
import Testing

@testable import LineEditor

/// Random keys, pastes, recalls, notices, resizes and completions, in texts of up to three windows.
/// After each step the screen shows what a plain model of a line and of its wrapping says, or the
/// part of it round the cursor, and in the end the line is the model's.
enum RandomEditing {
    static func run(seed: UInt64, steps: Int) async throws {
        var random = SplitMix(seed: seed)
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.complete = { request in
            LineEditor.CompletionResult(
                replacing: request.cursor..<request.cursor,
                candidates: [.init(text: ModelLine.completion, display: "")])
        }
        var window = (columns: 40, rows: 12)
        // Without colours nothing is suggested, and the screen shows the line and nothing else.
        try await withEditor(
            configuration, columns: window.columns, rows: window.rows, usesColor: false
        ) { editor, terminal in
            let lines = ["short", String(repeating: "一只猫 and a dog. ", count: 60), "two\nrows"]
            for line in lines {
                let read = try await terminal.start(editor)
                try await terminal.type("\u{1B}[200~\(line)\u{1B}[201~\r")
                #expect(try await terminal.result(of: read) == .line(line))
            }
            let read = try await terminal.start(editor)
            var model = ModelLine(after: lines)
            for step in 0..<steps {
                let isShort = model.text.count < 3 * window.columns * window.rows
                let action = Action.random(&random, isShort: isShort)
                terminal.forgetOutput()
                switch action {
                case .type(let keys):
                    model.type(keys)
                    try await terminal.type(keys)
                case .notice:
                    editor.notice("notice \(step)")
                    // Above a text that fills the window it is gone as soon as it is there.
                    try await terminal.wait(for: "notice \(step)") {
                        $0.output.contains("notice \(step)\r\n")
                    }
                case .resize(let columns, let rows):
                    window = (columns, rows)
                    terminal.resize(columns: columns, rows: rows)
                    editor.notice("resized")
                }
                let wanted = model.screen(columns: window.columns)
                try await terminal.wait(
                    for: "seed \(seed), step \(step), \(action), to show a part of\n"
                        + wanted.rows.joined(separator: "\n")
                ) { $0.screen.shows(wanted) }
            }
            #expect(terminal.screen.unknown.isEmpty)
            try await terminal.type("\r")
            #expect(
                try await terminal.result(of: read)
                    == .line(String(String.UnicodeScalarView(model.text))))
        }
    }

    private enum Action {
        case type(String)
        case notice
        case resize(columns: Int, rows: Int)

        private static let texts = [
            "a", "b ", "-", "猫", "一只", "é", "e\u{301}", "🐈", "👩\u{200D}🚀", "…", "x y", "〇",
        ]
        private static let keys = [
            "\u{1B}[D", "\u{1B}[C", "\u{1B}[H", "\u{1B}[F", "\u{7F}", "\u{1B}[3~", "\u{02}",
            "\u{06}", "\u{01}", "\u{05}", "\u{1B}[D", "\u{1B}[D", "\u{0B}", "\u{10}", "\u{0E}",
        ]

        static func random(_ random: inout SplitMix, isShort: Bool) -> Action {
            switch random.next() % 24 {
            case 0: return .notice
            case 1:
                return .resize(
                    columns: 12 + Int(random.next() % 69), rows: 4 + Int(random.next() % 21))
            case 2 where isShort: return .type(paste("zwei\n行\t\(random.pick(texts))"))
            case 3 where isShort: return .type("\t")
            case 4 where isShort:
                let count = 40 + Int(random.next() % 361)
                let text = (0..<count).map { _ in random.pick(texts) }.joined()
                return .type(
                    paste(String(String.UnicodeScalarView(text.unicodeScalars.prefix(count)))))
            case 5...11 where isShort:
                return .type(random.pick(texts) + random.pick(texts))
            case 3...6: return .type("\u{15}")
            default: return .type(random.pick(keys))
            }
        }

        private static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }
    }
}

extension EditingTests {
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func theScreenFollowsRandomKeys(seed: UInt64) async throws {
        try await RandomEditing.run(seed: seed, steps: 1_000)
    }
}

/// What `Scripts/torture keys` asks for.
@Suite(.enabled(if: LongEditing.isAskedFor))
struct LongEditingTests {
    @Test func theScreenFollowsRandomKeysForLong() async throws {
        for round in 0..<LongEditing.number("STEP", default: 1) {
            let seed = UInt64(LongEditing.number("SEED", default: 1) + round)
            try await RandomEditing.run(seed: seed, steps: 1_000)
            _ = "seed \(seed)\n".withCString { write(STDERR_FILENO, $0, strlen($0)) }
        }
    }
}

private enum LongEditing {
    static var isAskedFor: Bool { variable("VEO_TORTURE") == "keys" }

    static func number(_ name: String, default standard: Int) -> Int {
        variable("VEO_TORTURE_\(name)").flatMap(Int.init) ?? standard
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

extension ScreenModel {
    /// Whether the last rows of the screen are those of the line, or as many of them as there is
    /// room for, and the cursor is in its place among them.
    fileprivate func shows(_ wanted: (rows: [String], row: Int, column: Int)) -> Bool {
        guard column == wanted.column else { return false }
        let height = min(wanted.rows.count, rows)
        let lines = lines
        let tops = max(0, wanted.row - height + 1)...min(wanted.row, wanted.rows.count - height)
        return tops.contains { top in
            let first = row - (wanted.row - top)
            guard first >= 0, first + height <= rows else { return false }
            return lines[first..<(first + height)].elementsEqual(wanted.rows[top..<(top + height)])
                && lines[(first + height)...].allSatisfy(\.isEmpty)
        }
    }
}

/// The generator of Steele, Lea and Flood (2014), for runs that can be repeated.
private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick(_ values: [String]) -> String { values[Int(next() % UInt64(values.count))] }
}

extension EditingTests {
    /// Far beyond what libedit draws in a row.
    @Test func aLineOfAHundredThousandCharactersIsEdited() async throws {
        let text = String(repeating: "一只猫 and a dog. ", count: 7_000)
        try await withEditor(columns: 80, rows: 10) { editor, terminal in
            let read = try await terminal.start(editor)
            try await terminal.type("\u{1B}[200~\(text)\u{1B}[201~")
            for keys in ["\u{01}x", "\u{05}\u{7F}y", "\u{1B}[D\u{1B}[D猫", "\u{1B}[A\u{1B}[B"] {
                try await terminal.type(keys)
            }
            try await terminal.type("\r")
            #expect(try await terminal.result(of: read) == .line("x" + text.dropLast(2) + "猫.y"))
        }
    }
}
