/// The codes that the editor itself sends to a terminal.
enum TerminalCode {
    static let startPasteReports = "\u{1B}[?2004h"
    static let endPasteReports = "\u{1B}[?2004l"
    static let eraseBelow = "\u{1B}[J"

    static func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }
    static func down(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)B" : "" }
    static func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }
}

/// A prompt in the form that libedit reads: escape codes stand between marks.
struct PromptText {
    /// What takes cells.
    let visible: [Unicode.Scalar]
    /// The same with colours.
    let marked: [Unicode.Scalar]

    private static let mark: Unicode.Scalar = "\u{1}"

    init(_ prompt: LineEditor.Prompt, usesColor: Bool) {
        let scalars = Array(VisibleText.singleLine(prompt.text).unicodeScalars)
        visible = scalars
        guard usesColor, scalars.count > 1, let codes = Self.codes(of: prompt.style) else {
            marked = scalars
            return
        }
        // libedit joins a group of codes to the character after it: two groups in a row break the
        // prompt and one at the end is lost. So there is one group before the text and one before
        // its last character, which is a blank in most prompts.
        marked =
            Self.group(codes) + scalars.dropLast() + Self.group("0") + scalars.suffix(1)
    }

    private static func group(_ codes: String) -> [Unicode.Scalar] {
        [mark] + Array("\u{1B}[\(codes)m".unicodeScalars) + [mark]
    }

    private static func codes(of style: LineEditor.Prompt.Style) -> String? {
        switch style {
        case .none: nil
        case .bold: "1"
        case .color(let number): "1;\(30 + Int(min(number, 7)))"
        }
    }
}
