/// Text from elsewhere (a script, a file name, a server) made safe to show on a terminal.
package enum VisibleText {
    /// Unicode scalars of a word that a message repeats.
    static let quotedCharacters = 60

    /// The escape that stands for a scalar which a terminal would obey or hide, `nil` for others:
    /// control characters, separators of lines, and the marks that turn the direction of text.
    static func escape(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF:
            return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default:
            return nil
        }
    }

    /// The text with every such scalar as its escape.
    package static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { escape($0) != nil }) else { return text }
        var visible = ""
        for scalar in text.unicodeScalars {
            if let escape = escape(scalar) {
                visible += escape
            } else {
                visible.unicodeScalars.append(scalar)
            }
        }
        return visible
    }

    /// `'word'` as messages quote it: visible, short, and never an API key.
    package static func quoted(_ text: String) -> String {
        if SecretShape.isIn(text) {
            return "'***'"
        }
        var head = String.UnicodeScalarView()
        var iterator = text.unicodeScalars.makeIterator()
        while head.count < quotedCharacters, let scalar = iterator.next() { head.append(scalar) }
        let more = iterator.next() != nil
        return "'" + of(String(head)) + (more ? "…" : "") + "'"
    }
}

/// What an API key looks like in a line, so that no message ever repeats one.
package enum SecretShape {
    /// Keys of this and of like gateways are `sk-` and a long run of letters and digits.
    private static let prefix = Array("sk-".utf8)
    private static let leastLength = 16

    /// Whether a text holds what looks like a key: such a line is kept in no history.
    package static func isIn(_ text: String) -> Bool {
        !ranges(in: Array(text.utf8), 0..<text.utf8.count).isEmpty
    }

    /// The text with `***` in place of what looks like a key.
    package static func hidden(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for range in ranges(in: bytes, 0..<bytes.count).reversed() {
            bytes.replaceSubrange(range.lowerBound..<range.upperBound, with: Array("***".utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The parts of a line that look like keys.
    static func ranges(in bytes: [UInt8], _ line: Range<Int>) -> [SourceRange] {
        var found: [SourceRange] = []
        var start = line.lowerBound
        while start + prefix.count <= line.upperBound {
            guard bytes[start] == prefix[0],
                bytes[start..<start + prefix.count].elementsEqual(prefix)
            else {
                start += 1
                continue
            }
            var end = start + prefix.count
            while end < line.upperBound, isKeyByte(bytes[end]) { end += 1 }
            if end - start >= leastLength { found.append(SourceRange(start, end)) }
            start = end
        }
        return found
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
