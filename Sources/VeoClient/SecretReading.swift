/// The bytes of a text, each with the place in the text that it comes from, so that what is found
/// after escapes were undone can be cut out of the text as it came.
struct SecretReading {
    private var bytes: [UInt8] = []

    var text: [UInt8] { bytes }

    /// The first offset of each byte in the text, and the offset behind it.
    private var starts: [Int] = []
    private var ends: [Int] = []

    init(_ text: [UInt8]) {
        bytes = text
        starts = Array(text.indices)
        ends = starts.map { $0 + 1 }
    }

    private init() {}

    private mutating func append(_ byte: UInt8, from start: Int, to end: Int) {
        bytes.append(byte)
        starts.append(start)
        ends.append(end)
    }

    /// Undoes one level of escapes: `%2B`, `\u002b`, `\u{2b}`, `\x2b`, `&#43;`, `&#x2b;`. False when
    /// there is none.
    mutating func undoEscapes() -> Bool {
        var undone = SecretReading()
        var index = 0
        while index < bytes.count {
            if let escape = SecretEscape(in: bytes[index...]) {
                undone.append(escape.byte, from: starts[index], to: ends[escape.end - 1])
                index = escape.end
            } else {
                undone.append(bytes[index], from: starts[index], to: ends[index])
                index += 1
            }
        }
        guard undone.bytes.count < bytes.count else { return false }
        self = undone
        return true
    }

    /// Without what may stand between the parts of a key: blanks, line ends, quotes, backslashes,
    /// and characters that cannot be seen. A visible character that no key has stays as a mark.
    var withoutFillers: SecretReading {
        var kept = SecretReading()
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x80 else {
                let fillers: StaticString = " \"'`\\"
                let isFiller = fillers.withUTF8Buffer { $0.contains(byte) }
                if byte > 0x20, byte != 0x7f, !isFiller {
                    kept.append(byte, from: starts[index], to: ends[index])
                }
                index += 1
                continue
            }
            var end = index + 1
            while end < bytes.count, bytes[end] & 0xc0 == 0x80, end - index < 4 { end += 1 }
            let scalar = String(decoding: bytes[index..<end], as: UTF8.self).unicodeScalars.first
            let isSeen = scalar.map { scalar in
                !TextFilter.isHidden(scalar) && scalar.value != 0x200d && scalar.value != 0xa0
            }
            if isSeen ?? true { kept.append(0xff, from: starts[index], to: ends[end - 1]) }
            index = end
        }
        return kept
    }

    /// In lower case.
    var lowered: SecretReading {
        mapped { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }

    /// With the characters of Base64 in place of those that it has in addresses.
    var withCommonAlphabet: SecretReading {
        mapped { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
    }

    private func mapped(_ transform: (UInt8) -> UInt8) -> SecretReading {
        var copy = self
        for index in copy.bytes.indices { copy.bytes[index] = transform(copy.bytes[index]) }
        return copy
    }

    /// Where the form stands, as ranges of the text; widened over the characters of Base64 around
    /// it where they hold bits of it.
    func occurrences(of form: [UInt8], widened: Bool = false) -> [Range<Int>] {
        guard let first = form.first, form.count <= bytes.count else { return [] }
        var found: [Range<Int>] = []
        var index = 0
        while index <= bytes.count - form.count {
            if bytes[index] == first, bytes[index..<index + form.count].elementsEqual(form) {
                let range = index..<index + form.count
                let whole = widened ? wholeWord(range) : range
                found.append(starts[whole.lowerBound]..<ends[whole.upperBound - 1])
                index += form.count
            } else {
                index += 1
            }
        }
        return found
    }

    private func wholeWord(_ range: Range<Int>) -> Range<Int> {
        var (first, end) = (range.lowerBound, range.upperBound)
        while range.lowerBound - first < 2, first > 0, Self.isBase64(bytes[first - 1]),
            ends[first - 1] == starts[first]
        {
            first -= 1
        }
        while end - range.upperBound < 4, end < bytes.count, Self.isBase64(bytes[end]),
            ends[end - 1] == starts[end]
        {
            end += 1
        }
        return first..<end
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}

/// An escape that stands for one byte of ASCII.
struct SecretEscape {
    let byte: UInt8
    /// The index behind it.
    let end: Int

    /// The most digits of an escape.
    private static let digitLimit = 8

    /// The escape that a text starts with; nil when it starts with none.
    init?(in text: ArraySlice<UInt8>) {
        let start = text.startIndex
        func has(_ words: StaticString) -> Int? {
            let isThere = words.withUTF8Buffer { text.starts(with: $0) }
            return isThere ? start + words.utf8CodeUnitCount : nil
        }
        guard let first = text.first, [0x25, 0x5c, 0x26].contains(first) else { return nil }
        let digits: (value: UInt32, end: Int)?
        var closing: UInt8?
        if first == UInt8(ascii: "%") {
            digits = Self.number(in: text, at: start + 1, radix: 16, count: 2)
        } else if let index = has("\\u{") {
            digits = Self.number(in: text, at: index, radix: 16, count: nil)
            closing = UInt8(ascii: "}")
        } else if let index = has("\\u") {
            digits = Self.number(in: text, at: index, radix: 16, count: 4)
        } else if let index = has("\\x") {
            digits = Self.number(in: text, at: index, radix: 16, count: 2)
        } else if let index = has("&#x") ?? has("&#X") {
            digits = Self.number(in: text, at: index, radix: 16, count: nil)
            closing = UInt8(ascii: ";")
        } else if let index = has("&#") {
            digits = Self.number(in: text, at: index, radix: 10, count: nil)
            closing = UInt8(ascii: ";")
        } else {
            digits = nil
        }
        guard let digits, digits.value < 0x80 else { return nil }
        if let closing {
            guard digits.end < text.endIndex, text[digits.end] == closing else { return nil }
        }
        byte = UInt8(digits.value)
        end = digits.end + (closing == nil ? 0 : 1)
    }

    /// The number at a place, of so many digits or of as many as there are.
    private static func number(
        in text: ArraySlice<UInt8>, at start: Int, radix: UInt32, count: Int?
    ) -> (value: UInt32, end: Int)? {
        var (value, index): (UInt32, Int) = (0, start)
        while index < text.endIndex, index - start < count ?? digitLimit,
            let digit = digit(text[index]), digit < radix
        {
            value = value &* radix &+ digit
            index += 1
        }
        guard index > start, count == nil || index - start == count else { return nil }
        return (value, index)
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
