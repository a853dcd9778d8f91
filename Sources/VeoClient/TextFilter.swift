/// Makes text of unknown origin safe to show on a terminal.
package enum TextFilter {
    /// How much of a text is shown when the caller names no limit, in characters.
    package static let defaultLimit = 500

    /// The text with every control and direction-changing character as a visible escape such as
    /// `\u{1b}`, cut to `limit` characters with an ellipsis.
    package static func visible(_ text: String, limit: Int = defaultLimit) -> String {
        var result = ""
        var count = 0
        for character in text {
            guard count < limit else { return result + "…" }
            count += 1
            if character.unicodeScalars.allSatisfy({ !isHidden($0) }) {
                result.append(character)
                continue
            }
            for scalar in character.unicodeScalars {
                if isHidden(scalar) {
                    result += "\\u{" + String(scalar.value, radix: 16) + "}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// Controls, line separators, direction marks and overrides, invisible joiners that hide
    /// text, and tag characters. The zero-width joiner and variation selectors stay: emoji use
    /// them.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1f, 0x7f...0x9f: true
        case 0xad, 0x61c, 0x180e, 0xfeff: true
        case 0x200b, 0x200c, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f: true
        case 0xfff9...0xfffb, 0xe0000...0xe007f: true
        default: false
        }
    }
}

/// Removes the key from texts that a server sent, in the forms in which servers echo it.
struct SecretFilter: Sendable {
    private let forms: [String]

    init(_ key: APIKey) {
        let percent = percentEncodedSegment(key.secret)
        let encoded = base64(Array(key.secret.utf8))
        let unpadded = String(encoded.prefix { $0 != "=" })
        // The longest first, so that no part of a longer form stays behind.
        forms = Array(Set([key.secret, percent, percent.lowercased(), encoded, unpadded]))
            .sorted { $0.utf8.count > $1.utf8.count }
    }

    func contains(in text: String) -> Bool {
        forms.contains { text.contains($0) }
    }

    /// The text with the key replaced by `***`.
    func redacted(_ text: String) -> String {
        forms.reduce(text) { $0.replacing($1, with: "***") }
    }

    /// Redacted and visible, in that order: a cut must not leave the half of a key.
    func visible(_ text: String, limit: Int = TextFilter.defaultLimit) -> String {
        TextFilter.visible(redacted(text), limit: limit)
    }
}
