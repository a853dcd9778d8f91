/// Finds the key in texts that a server sent, in whatever form servers echo it: as it is,
/// percent-encoded (also twice), in Base64 at any offset, in hexadecimal digits, and with blanks,
/// line ends, quotes or invisible characters in between.
struct SecretFilter: Sendable {
    /// Encoded forms that are shorter than this many bytes are looked for nowhere: they would be
    /// found in any text.
    static let shortestForm = 6
    /// How often percent escapes are undone.
    static let percentDepth = 3

    private let key: [UInt8]
    /// Hexadecimal digits of the key, in lower case.
    private let digits: [UInt8]
    /// The part of the Base64 text of the key that no neighbour changes, for each offset, in the
    /// common alphabet.
    private let encoded: [[UInt8]]

    init(_ key: APIKey) {
        let bytes = Array(key.secret.utf8)
        self.key = bytes
        let digits = Array(hexadecimal(bytes).utf8)
        self.digits = digits.count >= Self.shortestForm ? digits : []
        encoded = (0..<3).compactMap { offset in
            let whole = base64Bytes(([UInt8](repeating: 0, count: offset) + bytes)[...])
            // Six bits a character: those that only bits of the key make.
            let first = (offset * 8 + 5) / 6
            let end = (offset + bytes.count) * 8 / 6
            guard end - first >= Self.shortestForm else { return nil }
            return Array(whole[first..<end])
        }
    }

    func contains(in text: String) -> Bool { !ranges(in: text).isEmpty }

    /// The text with the key replaced by `***`.
    func redacted(_ text: String) -> String {
        let found = ranges(in: text)
        guard !found.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        for range in found where range.upperBound > position {
            result += bytes[position..<max(range.lowerBound, position)]
            result += Array("***".utf8)
            position = range.upperBound
        }
        result += bytes[position...]
        return String(decoding: result, as: UTF8.self)
    }

    /// Redacted and visible, in that order: a cut must not leave the half of a key.
    func visible(_ text: String, limit: Int = TextFilter.defaultLimit) -> String {
        TextFilter.visible(redacted(text), limit: limit)
    }

    /// Where the key stands, as ranges of UTF-8 offsets in order.
    private func ranges(in text: String) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var reading = Reading(text)
        for depth in 0...Self.percentDepth {
            if depth > 0, !reading.undoPercent() { break }
            found += reading.occurrences(of: key)
            guard depth == 0 || reading.changed else { break }
            let lowered = reading.mapped { byte in
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            }
            found += lowered.occurrences(of: digits)
            // The alphabet of addresses differs in two characters.
            let common = reading.mapped { byte in
                switch byte {
                case UInt8(ascii: "-"): UInt8(ascii: "+")
                case UInt8(ascii: "_"): UInt8(ascii: "/")
                default: byte
                }
            }
            for form in encoded {
                found += common.occurrences(of: form).map(reading.wholeWord)
            }
        }
        return found.sorted { $0.lowerBound < $1.lowerBound }
    }
}

/// The bytes of a text without blanks, quotes and hidden characters, each with the place in the
/// text that it comes from.
private struct Reading {
    private var bytes: [UInt8] = []
    /// The first offset of each byte in the text, and the offset behind it.
    private var starts: [Int] = []
    private var ends: [Int] = []
    private(set) var changed = false

    init(_ text: String) {
        bytes.reserveCapacity(text.utf8.count)
        var offset = 0
        for scalar in text.unicodeScalars {
            let length = UTF8.width(scalar)
            defer { offset += length }
            switch scalar {
            case " ", "\"", "'", "`", "\\", "\u{a0}", "\u{200d}": continue
            default: if TextFilter.isHidden(scalar) { continue }
            }
            guard length == 1 else {
                // No key holds one, so its place alone matters: it parts what is around it.
                append(0xff, from: offset, to: offset + length)
                continue
            }
            append(UInt8(scalar.value), from: offset, to: offset + 1)
        }
    }

    private init() {}

    private mutating func append(_ byte: UInt8, from start: Int, to end: Int) {
        bytes.append(byte)
        starts.append(start)
        ends.append(end)
    }

    /// Undoes one level of percent escapes; false when there is none.
    mutating func undoPercent() -> Bool {
        var undone = Reading()
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = Self.digit(bytes[index + 1]), let low = Self.digit(bytes[index + 2])
            {
                let byte = high << 4 | low
                // What is between the parts of the key may be escaped as well.
                if byte > 0x20, byte != 0x7f {
                    undone.append(byte, from: starts[index], to: ends[index + 2])
                }
                undone.changed = true
                index += 3
            } else {
                undone.append(bytes[index], from: starts[index], to: ends[index])
                index += 1
            }
        }
        guard undone.changed else { return false }
        self = undone
        return true
    }

    func mapped(_ transform: (UInt8) -> UInt8) -> Reading {
        var copy = self
        for index in copy.bytes.indices { copy.bytes[index] = transform(copy.bytes[index]) }
        return copy
    }

    /// Where the form stands, as ranges of the text.
    func occurrences(of form: [UInt8]) -> [Range<Int>] {
        guard let first = form.first, form.count <= bytes.count else { return [] }
        var found: [Range<Int>] = []
        var index = 0
        while index <= bytes.count - form.count {
            if bytes[index] == first,
                bytes[index..<index + form.count].elementsEqual(form)
            {
                found.append(starts[index]..<ends[index + form.count - 1])
                index += form.count
            } else {
                index += 1
            }
        }
        return found
    }

    /// The range widened over the characters of Base64 around it, which hold bits of the key.
    func wholeWord(_ range: Range<Int>) -> Range<Int> {
        guard var first = starts.firstIndex(of: range.lowerBound),
            var last = ends.lastIndex(of: range.upperBound)
        else { return range }
        var steps = 0
        while first > 0, steps < 2, Self.isBase64(bytes[first - 1]),
            ends[first - 1] == starts[first]
        {
            first -= 1
            steps += 1
        }
        steps = 0
        while last + 1 < bytes.count, steps < 4, Self.isBase64(bytes[last + 1]),
            ends[last] == starts[last + 1]
        {
            last += 1
            steps += 1
        }
        return starts[first]..<ends[last]
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

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
