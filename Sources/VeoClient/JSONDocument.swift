/// What can be read of a JSON text as servers send it.
///
/// Beyond the standard (RFC 8259) it is read where the meaning is plain: text that is no UTF-8 and
/// halves of surrogate pairs become U+FFFD; line ends and other controls may stand in strings, and
/// quotes that plainly do not end them; `NaN`, `Infinity`, `None` and `undefined` are null; commas
/// too many are nothing; strings may stand in single quotes (as Python prints them); UTF-16 with a
/// mark of its order, and a leading `data:`, are understood; JSON as the text of one string is that
/// JSON. What follows the value is not looked at.
struct JSONDocument: Sendable, Hashable {
    let value: JSONValue
    /// False when something is missing: `value` holds what came before the place where the text
    /// ends or makes no sense, without the string or number that stands there. It must decide
    /// nothing.
    let isWhole: Bool

    /// How often the text of one string is read as JSON.
    static let stringDepthLimit = 3

    /// Nil when nothing can be read, and beyond `JSONValue.byteLimit`. An event of a stream ends at
    /// a raw line end within a string: `isEvent` keeps what came before it.
    init?(_ bytes: some Collection<UInt8>, isEvent: Bool = false) {
        self.init(bytes, depth: 0, isEvent: isEvent)
    }

    private init?(_ bytes: some Collection<UInt8>, depth: Int, isEvent: Bool) {
        guard !bytes.isEmpty, bytes.count <= JSONValue.byteLimit else { return nil }
        var reader = JSONReader(Self.utf8(bytes), keepsCutText: isEvent)
        guard let value = reader.value(depth: 0) else { return nil }
        switch value {
        case .string(let text) where depth < Self.stringDepthLimit && Self.looksLikeJSON(text):
            guard
                let inner = JSONDocument(
                    text.utf8, depth: depth + 1, isEvent: false)
            else { return nil }
            self = inner
            return
        case .object, .array: break
        // A word and more words are no JSON.
        case .null, .bool, .number, .string: if !reader.isAtEnd { return nil }
        }
        self.value = value
        isWhole = reader.isWhole
    }

    /// Whether a string may be an object or a list of its own.
    static func looksLikeJSON(_ text: String) -> Bool {
        let first = text.utf8.first { $0 > 0x20 }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// The text without the mark of its order or the name of its field, in UTF-8.
    private static func utf8(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let all = Array(bytes)
        let isLittle = all.starts(with: [0xff, 0xfe])
        if isLittle || all.starts(with: [0xfe, 0xff]) {
            let units = stride(from: 2, to: all.count - 1, by: 2).map { index -> UInt16 in
                let (first, second) = (UInt16(all[index]), UInt16(all[index + 1]))
                return isLittle ? second << 8 | first : first << 8 | second
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
        for start in [[0xef, 0xbb, 0xbf], Array("data:".utf8)] where all.starts(with: start) {
            return Array(all.dropFirst(start.count))
        }
        return all
    }
}
