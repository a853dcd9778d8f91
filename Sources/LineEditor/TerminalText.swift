/// Text as it may reach a terminal: line breaks, tabs and colours pass, every other control
/// character becomes a visible escape, so that no text can move the cursor or retitle a window.
package enum TerminalText {
    package static func escaped(_ text: String, keepsColors: Bool = true) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "\u{1B}", keepsColors, let end = endOfColor(scalars, from: index) {
                result.append(contentsOf: scalars[index..<end])
                index = end
                continue
            }
            if isControl(scalar), scalar != "\n", scalar != "\t" {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let padded = digits.count < 2 ? "0" + digits : digits
                result.append(contentsOf: "\\x\(padded)".unicodeScalars)
            } else {
                result.append(scalar)
            }
            index += 1
        }
        return String(result)
    }

    /// One line of a menu: no line breaks, no colours.
    static func singleLine(_ text: String) -> String {
        let flat = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        return escaped(flat, keepsColors: false)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// The index after a sequence "ESC [ digits ; … m" that starts at `start`.
    private static func endOfColor(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        guard start + 1 < scalars.count, scalars[start + 1] == "[" else { return nil }
        var index = start + 2
        while index < scalars.count {
            switch scalars[index] {
            case "0"..."9", ";", ":": index += 1
            case "m": return index + 1
            default: return nil
            }
        }
        return nil
    }
}
