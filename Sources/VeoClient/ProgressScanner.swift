/// Finds progress in streamed text such as `> 🏃 进度：8.2%`, without being misled by the prompt
/// that the gateway echoes in a fence at the start.
struct ProgressScanner: Sendable {
    /// The most of one line that is looked at, in characters.
    static let lineLimit = 4_096
    /// How much of a line that has no end yet is looked at, in characters.
    static let openLimit = 80

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
        // Its end is looked at when a sign comes, not all of it with each of a thousand pieces.
        let open = place == .text || place == .start && !line.hasPrefix("`")
        if open, text.contains(where: Self.isSign),
            let value = Self.percent(in: line.suffix(Self.openLimit), needsSign: true)
        {
            found = value
        }
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
        return Self.percent(in: line[...], needsSign: false)
    }

    private static func isSign(_ character: Character) -> Bool {
        character == "%" || character == "％"
    }

    /// The last number after `进度` or `progress`, with a colon of either width or none.
    static func percent(in line: Substring, needsSign: Bool) -> Double? {
        let lowered = line.lowercased()
        var last: (place: String.Index, value: Double)?
        for word in ["进度", "progress"] {
            var rest = Substring(lowered)
            while let range = rest.firstRange(of: word) {
                rest = rest[range.upperBound...]
                guard let value = number(in: rest, needsSign: needsSign) else { continue }
                if last.map({ range.lowerBound > $0.place }) ?? true {
                    last = (range.lowerBound, value)
                }
            }
        }
        return last?.value
    }

    /// The number that a text starts with, within 0...100.
    private static func number(in text: Substring, needsSign: Bool) -> Double? {
        var tail = text.drop { $0 == " " }
        if tail.first == ":" || tail.first == "：" { tail = tail.dropFirst() }
        tail = tail.drop { $0 == " " }
        let digits = tail.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let after = tail[digits.endIndex...].drop { $0 == " " }
        guard let value = Double(digits), value.isFinite,
            !needsSign || after.first.map(isSign) ?? false
        else { return nil }
        return min(max(value, 0), 100)
    }
}
