/// How a word is written: bare where that means the same, else in quotes.
package enum WordText {
    /// Where a word stands, as far as that forbids to write some words bare.
    package enum Place {
        case any
        case setting
        case image
        /// A word of a `list`.
        case item
        /// The left side of `expect`.
        case expected
        case modelName
    }

    static func word(_ template: Template, _ place: Place = .any) -> String {
        canBeBare(template, place) ? bare(template) : quoted(template)
    }

    /// The word without quotes.
    static func bare(_ template: Template) -> String {
        var text = ""
        for segment in template.segments { text += bare(segment) }
        return text
    }

    private static func bare(_ segment: Template.Segment) -> String {
        switch segment {
        case .text(let text): literal(text)
        case .variable(let variable): "${\(variable.path)}"
        }
    }

    static func reference(_ reference: Reference) -> String {
        switch reference.kind {
        case .last: "@last"
        case .all: "@all"
        case .active: "@active"
        case .failed: "@failed"
        case .open: "@open"
        case .number(let number): "@#\(number)"
        case .serverID(let id): "@id:" + bare(id)
        case .name(let pattern):
            "@"
                + pattern.segments.map { segment in
                    switch segment {
                    case .text(let text): text
                    case .any: "*"
                    case .variable(let variable): "${\(variable.path)}"
                    }
                }.joined()
        }
    }

    /// A text in which `${` is written so that it means itself.
    static func literal(_ text: String) -> String {
        guard text.utf8.contains(ASCII.dollar) else { return text }
        var bytes: [UInt8] = []
        var before: UInt8 = 0
        for byte in text.utf8 {
            if byte == ASCII.openBrace, before == ASCII.dollar { bytes.append(ASCII.dollar) }
            bytes.append(byte)
            before = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func canBeBare(_ template: Template, _ place: Place) -> Bool {
        let segments = template.segments
        guard !segments.isEmpty else { return false }
        for (index, segment) in segments.enumerated() {
            guard case .text(let text) = segment else { continue }
            let isPlain = text.unicodeScalars.allSatisfy {
                $0 != " " && $0 != "\u{3000}" && $0 != "\"" && VisibleText.escape($0) == nil
            }
            // A dollar sign before a variable would make an escape of it.
            let isFollowed = index + 1 < segments.count
            guard isPlain, !(isFollowed && text.utf8.last == ASCII.dollar) else { return false }
        }
        let written = bare(template)
        if NearMiss.startsSmart(written) { return false }
        if let sign = written.firstIndex(of: "="),
            NearMiss.startsSmart(written[written.index(after: sign)...])
        {
            return false
        }
        return canStand(written, at: place)
    }

    /// Words that mean something else where they stand.
    private static func canStand(_ written: String, at place: Place) -> Bool {
        switch place {
        case .any: true
        case .setting: written != "="
        case .image: written != "none"
        case .item: ![",", "，", "、"].contains { written.hasSuffix($0) }
        case .modelName: !written.contains("=")
        case .expected:
            JobField(rawValue: written) == nil && written != "count"
                && !["@", "＠", "count.", "cost."].contains { written.hasPrefix($0) }
        }
    }

    private static func quoted(_ template: Template) -> String {
        let segments = template.segments
        var word = "\""
        for (index, segment) in segments.enumerated() {
            guard case .text(var text) = segment else {
                word += bare(segment)
                continue
            }
            let endsInDollar = index + 1 < segments.count && text.utf8.last == ASCII.dollar
            if endsInDollar { text.removeLast() }
            word += escaped(literal(text)) + (endsInDollar ? "\\u{24}" : "")
        }
        return word + "\""
    }

    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let replacement: String? =
                switch scalar {
                case "\"": "\\\""
                case "\\": "\\\\"
                case "\n": "\\n"
                case "\t": "\\t"
                default: VisibleText.escape(scalar)
                }
            if let replacement {
                escaped.append(contentsOf: replacement.unicodeScalars)
            } else {
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}

extension Template {
    /// The template as a word of the language, quoted where it has to be.
    package func source(at place: WordText.Place = .any) -> String { WordText.word(self, place) }
}
