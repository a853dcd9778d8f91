/// Finds progress in streamed text such as `> 🏃 进度：8.2%`, without being misled by the prompt
/// that the gateway echoes in a fence at the start.
struct ProgressScanner: Sendable {
    /// The most of one line that is looked at, in characters.
    static let lineLimit = 4_096

    private enum Place {
        case start
        case fence
        case text
    }

    private var place = Place.start
    private var line = ""

    init() {}

    /// Takes more text; returns the last progress in it, in percent.
    mutating func feed(_ text: String) -> Double? {
        var found: Double?
        for character in text {
            if character.isNewline {
                if let value = endLine() { found = value }
            } else if line.utf8.count < Self.lineLimit {
                line.append(character)
            }
        }
        // A line in progress counts too, but only a percent sign proves that its number is whole.
        let open = place == .text || place == .start && !line.hasPrefix("`")
        if open, let value = Self.percent(in: line, needsSign: true) { found = value }
        return found
    }

    private mutating func endLine() -> Double? {
        defer { line = "" }
        let trimmed = line.trimmedBlanks
        switch place {
        case .start:
            if trimmed.isEmpty { return nil }
            if trimmed.hasPrefix("```") {
                place = .fence
                return nil
            }
            place = .text
        case .fence:
            if trimmed.hasPrefix("```") { place = .text }
            return nil
        case .text:
            break
        }
        return Self.percent(in: line, needsSign: false)
    }

    /// The number after `进度` or `progress`, with a colon of either width or none.
    static func percent(in line: String, needsSign: Bool) -> Double? {
        var rest = Substring(line.lowercased())
        var found: Double?
        while let range = [rest.firstRange(of: "进度"), rest.firstRange(of: "progress")]
            .compactMap({ $0 }).min(by: { $0.lowerBound < $1.lowerBound })
        {
            rest = rest[range.upperBound...]
            var tail = rest.drop { $0 == " " }
            if tail.first == ":" || tail.first == "：" { tail = tail.dropFirst() }
            tail = tail.drop { $0 == " " }
            let digits = tail.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let after = tail[digits.endIndex...].drop { $0 == " " }
            let hasSign = after.first == "%" || after.first == "％"
            if let value = Double(digits), value.isFinite, hasSign || !needsSign {
                found = min(max(value, 0), 100)
            }
        }
        return found
    }
}
