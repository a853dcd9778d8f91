import VeoLanguage

/// The lines that the parser has refused and that would have made a job or a name: what they
/// would have made is not told to be unknown as well. One mistake, one message.
struct RefusedLines: Sendable {
    private var lines: [String] = []
    /// A loop or an include was refused: what it would have made stands elsewhere.
    private var hidesAnything = false

    private static let makers: Set<String> = ["let", "param", "submit", "again", "adopt"]
    private static let containers: Set<String> = ["for", "include"]

    mutating func add(_ parsed: ParseResult) {
        for diagnostic in parsed.diagnostics where diagnostic.severity == .error {
            guard let range = diagnostic.range else { continue }
            let source = diagnostic.source
            let line = source.text(in: source.lineRange(source.lineIndex(of: range.lowerBound)))
            let words = line.split(whereSeparator: \.isWhitespace).prefix(2).map {
                String($0.drop { $0 == "?" }).lowercased()
            }
            if words.contains(where: Self.containers.contains) { hidesAnything = true }
            if words.contains(where: Self.makers.contains) { lines.append(line) }
        }
    }

    func mayDefine(_ name: String) -> Bool {
        hidesAnything || lines.contains { $0.contains(name) }
    }

    func mayMake(_ pattern: [JobSelector.NamePart]) -> Bool {
        let texts = pattern.compactMap { part in
            if case .text(let text) = part { text } else { nil }
        }
        return hidesAnything || lines.contains { line in texts.contains { line.contains($0) } }
    }
}
