/// Finds the characters that no script may hold: control characters, separators of lines that are
/// not line ends, a BOM inside the text.
enum CharacterCheck {
    /// Where such characters stand, neighbours as one range, in order.
    static func forbidden(in source: SourceFile) -> [SourceRange] {
        let bytes = source.utf8
        var found: [SourceRange] = []
        var offset = 0
        while offset < bytes.count {
            let length = forbiddenLength(bytes, at: offset)
            guard length > 0 else {
                offset += 1
                continue
            }
            if let last = found.last, last.upperBound == offset {
                found[found.count - 1] = SourceRange(last.lowerBound, offset + length)
            } else {
                found.append(SourceRange(offset, offset + length))
            }
            offset += length
        }
        return found
    }

    /// What to say about one of them.
    static func diagnostic(for range: SourceRange, in source: SourceFile) -> Diagnostic {
        let scalar = UTF8Decoding.scalar(in: source.utf8, at: range.lowerBound).scalar
        let help: String
        switch scalar.value {
        case 0x0D: help = "lines end in LF or in CR LF; a CR alone is not a line end"
        case 0xFEFF: help = "a byte order mark may only start the file; delete it here"
        case 0x2028, 0x2029: help = "lines end in LF; replace the separator by a line end"
        default:
            help = "delete it; besides tabs and line ends, a script holds no control characters"
        }
        return Diagnostic(
            .error, "the character \(label(scalar)) cannot stand in a script", in: source,
            at: range, help: [help])
    }

    /// `U+001B (escape)`.
    static func label(_ scalar: Unicode.Scalar) -> String {
        "U+" + hexadecimal(scalar.value) + name(scalar)
    }

    private static func forbiddenLength(_ bytes: [UInt8], at offset: Int) -> Int {
        let byte = bytes[offset]
        switch byte {
        case ASCII.tab, ASCII.lineFeed: return 0
        case ASCII.carriageReturn:
            return offset + 1 < bytes.count && bytes[offset + 1] == ASCII.lineFeed ? 0 : 1
        case 0..<0x20, 0x7F: return 1
        case 0xC2:
            return offset + 1 < bytes.count && (0x80...0x9F).contains(bytes[offset + 1]) ? 2 : 0
        case 0xE2 where offset + 2 < bytes.count && bytes[offset + 1] == 0x80:
            return bytes[offset + 2] == 0xA8 || bytes[offset + 2] == 0xA9 ? 3 : 0
        case 0xEF where offset + 2 < bytes.count && bytes[offset + 1] == 0xBB:
            return bytes[offset + 2] == 0xBF ? 3 : 0
        default: return 0
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0: " (null)"
        case 0x07: " (bell)"
        case 0x08: " (backspace)"
        case 0x0D: " (carriage return)"
        case 0x1B: " (escape)"
        case 0x7F: " (delete)"
        case 0x85: " (next line)"
        case 0x2028: " (line separator)"
        case 0x2029: " (paragraph separator)"
        case 0xFEFF: " (byte order mark)"
        default: ""
        }
    }
}
