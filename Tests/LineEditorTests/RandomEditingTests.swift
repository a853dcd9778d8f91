import Glibc
import Testing

@testable import LineEditor

/// Random keys, pastes, notices, resizes and completions. After each step the screen is what a plain model of a
/// line and of its wrapping says, and in the end the line is the model's.
extension EditingTests {
    private static let steps = 1_000

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func theScreenFollowsRandomKeys(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        var configuration = LineEditor.Configuration(applicationName: "test")
        configuration.complete = { request in
            LineEditor.CompletionResult(
                replacing: request.cursor..<request.cursor,
                candidates: [.init(text: ModelLine.completion, display: "")])
        }
        try await withEditor(configuration, columns: 40, rows: 24) { editor, terminal in
            let read = try await terminal.start(editor)
            var model = ModelLine()
            var columns = 40
            var notices = 0
            for step in 0..<Self.steps {
                let action = Action.random(&random, isShort: model.text.count < 60)
                switch action {
                case .type(let keys): try await terminal.type(keys)
                case .notice:
                    notices += 1
                    editor.notice("notice \(notices)")
                    try await terminal.wait(for: "notice \(notices), step \(step)") {
                        $0.screen.lines.contains("notice \(notices)")
                    }
                case .resize(let new):
                    columns = new
                    terminal.resize(columns: new)
                    editor.notice("resized")
                }
                model.apply(action)
                let wanted = model.screen(columns: columns)
                try await terminal.wait(
                    for: "seed \(seed), step \(step), \(action), to show\n"
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
}

private enum Action {
    case type(String)
    case notice
    case resize(Int)

    private static let texts = [
        "a", "b ", "-", "猫", "一只", "é", "e\u{301}", "🐈", "👩\u{200D}🚀", "…", "x y", "〇",
    ]
    private static let keys = [
        "\u{1B}[D", "\u{1B}[C", "\u{1B}[H", "\u{1B}[F", "\u{7F}", "\u{1B}[3~", "\u{02}", "\u{06}",
        "\u{01}", "\u{05}", "\u{1B}[D", "\u{1B}[D", "\u{0B}",
    ]

    static func random(_ random: inout SplitMix, isShort: Bool) -> Action {
        switch random.next() % 20 {
        case 0: .notice
        case 1: .resize(12 + Int(random.next() % 40))
        case 2 where isShort: .type("\u{1B}[200~zwei\n行\t\(random.pick(texts))\u{1B}[201~")
        case 3 where isShort: .type("\t")
        case 4...10 where isShort: .type(random.pick(texts) + random.pick(texts))
        case 3...6: .type("\u{15}")
        default: .type(random.pick(keys))
        }
    }
}

/// What a line editor does to a line, said as simply as can be.
private struct ModelLine {
    /// What Tab inserts, with a blank behind it unless there is one.
    static let completion = "完成"

    private(set) var text: [Unicode.Scalar] = []
    private var cursor = 0

    mutating func apply(_ action: Action) {
        guard case .type(let keys) = action else { return }
        switch keys {
        case "\u{1B}[D", "\u{02}": cursor = max(0, cursor - 1)
        case "\u{1B}[C", "\u{06}": cursor = min(text.count, cursor + 1)
        case "\u{1B}[H", "\u{01}": cursor = 0
        case "\u{1B}[F", "\u{05}": cursor = text.count
        case "\u{7F}" where cursor > 0:
            cursor -= 1
            text.remove(at: cursor)
        case "\u{7F}": break
        case "\u{1B}[3~": if cursor < text.count { text.remove(at: cursor) }
        case "\u{0B}": text.removeSubrange(cursor...)
        case "\u{15}":
            text = []
            cursor = 0
        case "\t":
            let hasBlank = cursor < text.count && text[cursor] == " "
            insert(Self.completion + (hasBlank ? "" : " "))
        default:
            let plain = keys.replacing("\u{1B}[200~", with: "").replacing("\u{1B}[201~", with: "")
            insert(plain)
        }
    }

    private mutating func insert(_ new: String) {
        text.insert(contentsOf: new.unicodeScalars, at: cursor)
        cursor += new.unicodeScalars.count
    }

    /// The rows of a terminal that wraps by cells, and the place of the cursor in them.
    func screen(columns: Int) -> (rows: [String], row: Int, column: Int) {
        var rows: [[String]] = [[">", " "]]
        var place = (row: 0, column: 2)
        for (index, scalar) in text.enumerated() {
            let width = Self.width(scalar)
            if scalar != "\n", width > 0, rows[rows.count - 1].count + width > columns {
                rows.append([])
            }
            if index == cursor {
                place = (rows.count - 1, min(rows[rows.count - 1].count, columns - 1))
            }
            switch scalar {
            case "\n": rows.append([">", " "])
            case "\t":
                repeat {
                    rows[rows.count - 1].append(" ")
                } while rows[rows.count - 1].count % 8 != 0 && rows[rows.count - 1].count < columns
            default:
                if width > 0 { rows[rows.count - 1].append(String(scalar)) }
                if width > 1 { rows[rows.count - 1].append("") }
            }
        }
        if rows[rows.count - 1].count >= columns { rows.append([]) }
        if cursor == text.count { place = (rows.count - 1, rows[rows.count - 1].count) }
        let texts = rows.map { row in
            var text = row.joined()
            while text.last == " " { text.removeLast() }
            return text
        }
        return (texts, place.row, place.column)
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x301, 0x200D: 0
        case 0x1100...: scalar == "…" ? 1 : 2
        default: 1
        }
    }
}

extension ScreenModel {
    /// Whether these rows stand at the end of what is shown, with the cursor in its place.
    fileprivate func shows(_ wanted: (rows: [String], row: Int, column: Int)) -> Bool {
        let top = row - wanted.row
        guard column == wanted.column, top >= 0, top + wanted.rows.count <= rows else {
            return false
        }
        return lines[top..<(top + wanted.rows.count)].elementsEqual(wanted.rows)
            && lines[(top + wanted.rows.count)...].allSatisfy(\.isEmpty)
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
