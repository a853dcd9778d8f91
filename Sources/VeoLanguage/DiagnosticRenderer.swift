/// Shows a diagnostic as people read it: message, place, line, carets, help.
///
/// ```
/// error: unknown model 'veo-3.1-fsat'
///   --> cats.veo:3:11
///    |
///  3 | set model veo-3.1-fsat
///    |           ^^^^^^^^^^^^ did you mean 'veo-3.1-fast'?
///    = help: `models` lists the models and their prices
/// ```
///
/// Whatever comes from a script or a server is made visible first, and what looks like an API key
/// is shown as `***`. Without colour nothing is lost.
package struct DiagnosticRenderer: Sendable {
    /// Cells of a line that are shown; of longer ones, the part round the carets.
    package static let windowWidth = 96

    private let style: DiagnosticStyle

    package init(color: Bool) {
        style = DiagnosticStyle(color: color)
    }

    /// The text of one diagnostic; ends in a line end.
    package func render(_ diagnostic: Diagnostic) -> String {
        let source = diagnostic.source
        let ranges = [diagnostic.range].compactMap { $0 } + diagnostic.notes.map(\.range)
        let lastLine = ranges.map { source.lineIndex(of: $0.lowerBound) + 1 }.max() ?? 0
        let gutter = String(lastLine).utf8.count + 2
        var text = style.severity(diagnostic.severity) + style.strong(": ")
        text += style.strong(VisibleText.of(diagnostic.message)) + "\n"
        if let range = diagnostic.range {
            text += excerpt(diagnostic, range, diagnostic.label, gutter: gutter)
        } else {
            text += style.frame("  --> ") + VisibleText.of(source.name) + "\n"
        }
        let indent = String(repeating: " ", count: gutter)
        for help in diagnostic.help {
            text += style.frame("\(indent)= ") + style.strong("help: ")
            text += VisibleText.of(help) + "\n"
        }
        for note in diagnostic.notes {
            text += style.strong("note: ") + VisibleText.of(note.label) + "\n"
            text += excerpt(diagnostic, note.range, "", gutter: gutter)
        }
        return text
    }

    /// Place, line and carets.
    private func excerpt(
        _ diagnostic: Diagnostic, _ range: SourceRange, _ label: String, gutter: Int
    ) -> String {
        let source = diagnostic.source
        let index = source.lineIndex(of: range.lowerBound)
        let line = source.lineRange(index)
        var hidden = SecretShape.ranges(in: source.utf8, line.lowerBound..<line.upperBound)
        if let secret = diagnostic.secret, !secret.isEmpty { hidden.insert(secret, at: 0) }
        let shown = ShownLine(line, of: source, hiding: hidden)
        let start = shown.cell(of: min(range.lowerBound, line.upperBound))
        let end = shown.cell(of: min(max(range.upperBound, range.lowerBound), line.upperBound))
        let window = ShownWindow(shown, caret: start..<max(end, start + 1), width: Self.windowWidth)

        let number = String(index + 1)
        let padding = String(repeating: " ", count: gutter - 1 - number.utf8.count)
        let indent = String(repeating: " ", count: gutter)
        var text = String(repeating: " ", count: gutter - 1) + style.frame("--> ")
        text += "\(VisibleText.of(source.name)):\(number):\(start + 1)\n"
        text += style.frame("\(indent)|") + "\n"
        text += style.frame("\(padding)\(number) |")
        text += window.text.isEmpty ? "\n" : " \(window.text)\n"
        text +=
            style.frame("\(indent)|") + " " + String(repeating: " ", count: window.caret.lowerBound)
        let carets = String(repeating: "^", count: window.caret.count)
        let words = label.isEmpty ? "" : " " + VisibleText.of(label)
        text += style.carets(carets + words, diagnostic.severity) + "\n"
        return text
    }
}

/// The colours of a diagnostic, or none.
struct DiagnosticStyle: Sendable {
    let color: Bool

    func severity(_ severity: Diagnostic.Severity) -> String {
        carets(severity.rawValue, severity)
    }

    func carets(_ text: String, _ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: paint(text, "1;31")
        case .warning: paint(text, "1;33")
        }
    }

    func strong(_ text: String) -> String { paint(text, "1") }

    func frame(_ text: String) -> String { paint(text, "1;34") }

    private func paint(_ text: String, _ code: String) -> String {
        color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
