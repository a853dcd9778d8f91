/// The escapes of quoted words: `\" \\ \n \t \u{…}`.
extension Lexer {
    /// Most digits of `\u{…}`.
    private static let mostHexDigits = 6

    /// Reads at a backslash.
    mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
        let bytes = source.utf8
        let start = position
        guard position + 1 < end else { throw badEscape(start, position + 1) }
        position += 2
        switch bytes[start + 1] {
        case ASCII.quote: return "\""
        case ASCII.backslash: return "\\"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(start)
        default:
            let length = UTF8Decoding.scalar(in: bytes, at: start + 1).length
            throw badEscape(start, min(end, start + 1 + length))
        }
    }

    private mutating func unicodeEscape(_ start: Int) throws(Diagnostic) -> Unicode.Scalar {
        let bytes = source.utf8
        guard position < end, bytes[position] == ASCII.openBrace else {
            throw badEscape(start, position)
        }
        position += 1
        let digits = position
        var value: UInt32 = 0
        while position < end, let digit = Self.hexDigit(bytes[position]) {
            guard position - digits < Self.mostHexDigits else { break }
            value = value << 4 | digit
            position += 1
        }
        guard position < end, position > digits, bytes[position] == ASCII.closeBrace else {
            throw badEscape(start, position)
        }
        position += 1
        guard value != 0, let scalar = Unicode.Scalar(value) else {
            throw Diagnostic(
                .error, "'\(source.text(in: SourceRange(start, position)))' is no character",
                in: source, at: SourceRange(start, position),
                help: ["such as \\u{732B}: the hexadecimal number of a character, not 0"])
        }
        return scalar
    }

    private func badEscape(_ start: Int, _ end: Int) -> Diagnostic {
        Diagnostic(
            .error, "an unknown escape in a quoted word", in: source,
            at: SourceRange(start, min(end, self.end)),
            help: ["the escapes are \\\" \\\\ \\n \\t and \\u{…}; a backslash is written \\\\"])
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte - 48)
        case 65...70: UInt32(byte - 55)
        case 97...102: UInt32(byte - 87)
        default: nil
        }
    }
}
