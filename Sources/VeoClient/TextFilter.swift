/// Makes text of unknown origin safe to show on a terminal.
package enum TextFilter {
    /// How much of a text is shown when the caller names no limit, in Unicode scalars.
    package static let defaultLimit = 500

    /// The text with every control and direction-changing character as a visible escape such as
    /// `\u{1b}`, cut to `limit` scalars with an ellipsis.
    package static func visible(_ text: String, limit: Int = defaultLimit) -> String {
        var result = ""
        var count = 0
        // Scalars are counted, since one visible character may hold any number of them.
        for scalar in text.unicodeScalars {
            guard count < limit else { return result + "…" }
            count += 1
            if isHidden(scalar) {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result.unicodeScalars.append(scalar)
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
