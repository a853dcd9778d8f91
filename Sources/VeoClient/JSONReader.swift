/// Reads one JSON value from bytes; see `JSONDocument` for what is understood.
struct JSONReader {
    private let bytes: [UInt8]
    private var index = 0
    private var valueCount = 0
    /// False once the text ended too early or made no sense.
    private(set) var isWhole = true

    private let keepsCutText: Bool

    /// With `keepsCutText` a string that the end of the bytes cuts off is a value all the same,
    /// with a line end behind it.
    init(_ bytes: [UInt8], keepsCutText: Bool = false) {
        self.bytes = bytes
        self.keepsCutText = keepsCutText
    }

    /// True when only blanks are left.
    var isAtEnd: Bool { place(behindBlanksAt: index) == bytes.count }

    /// What a string is, which says what must follow the quote that ends it.
    private enum Role {
        case name
        case member
        case element
    }

    /// The next value. After nil, or once `isWhole` is false, nothing more can be read.
    mutating func value(depth: Int) -> JSONValue? {
        value(depth: depth, as: .element)
    }

    private mutating func value(depth: Int, as role: Role) -> JSONValue? {
        valueCount += 1
        index = place(behindBlanksAt: index)
        guard index < bytes.count, valueCount <= JSONValue.valueLimit else { return broken() }
        switch bytes[index] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < JSONValue.depthLimit else { return broken() }
            return bytes[index] == UInt8(ascii: "{") ? object(depth: depth) : array(depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return string(as: depth == 0 ? nil : role).map(JSONValue.string)
        default: return word(isInside: depth > 0)
        }
    }

    private mutating func broken<Value>() -> Value? {
        isWhole = false
        return nil
    }

    private mutating func object(depth: Int) -> JSONValue {
        index += 1
        var object = JSONObject()
        while true {
            index = place(behindBlanksAt: index)
            guard index < bytes.count else { break }
            switch bytes[index] {
            case UInt8(ascii: "}"):
                index += 1
                return .object(object)
            case UInt8(ascii: ","):
                index += 1
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"): break
            default:
                isWhole = false
                return .object(object)
            }
            guard let name = string(as: .name) else { return .object(object) }
            index = place(behindBlanksAt: index)
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { break }
            index += 1
            if let value = value(depth: depth + 1, as: .member) { object.add(name, value) }
            guard isWhole else { return .object(object) }
        }
        isWhole = false
        return .object(object)
    }

    private mutating func array(depth: Int) -> JSONValue {
        index += 1
        var elements: [JSONValue] = []
        while true {
            index = place(behindBlanksAt: index)
            guard index < bytes.count else { break }
            switch bytes[index] {
            case UInt8(ascii: "]"):
                index += 1
                return .array(elements)
            case UInt8(ascii: ","):
                index += 1
            default:
                if let value = value(depth: depth + 1, as: .element) { elements.append(value) }
                guard isWhole else { return .array(elements) }
            }
        }
        isWhole = false
        return .array(elements)
    }

    /// A string in the quotes that begin here; nil when it does not end. Without a role the next
    /// quote ends it.
    private mutating func string(as role: Role?) -> String? {
        let quote = bytes[index]
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\\") {
                escape(into: &text)
            } else if byte == quote, role.map({ endsString($0) }) ?? true {
                return String(decoding: text, as: UTF8.self)
            } else {
                text.append(byte)
            }
        }
        isWhole = false
        return keepsCutText ? String(decoding: text, as: UTF8.self) + "\n" : nil
    }

    /// Whether the quote before `index` ends a string: in good JSON always, but some servers put a
    /// prompt with quotes into a template.
    private func endsString(_ role: Role) -> Bool {
        let next = place(behindBlanksAt: index)
        guard next < bytes.count else { return true }
        switch (bytes[next], role) {
        case (UInt8(ascii: ":"), .name): return true
        case (_, .name): return false
        case (UInt8(ascii: "}"), .member), (UInt8(ascii: "]"), .element): return true
        case (UInt8(ascii: ","), .element): return true
        case (UInt8(ascii: ","), .member):
            let name = place(behindBlanksAt: next + 1)
            return name == bytes.count || "\"',}".utf8.contains(bytes[name])
        default: return false
        }
    }

    /// What a backslash and the bytes behind it stand for.
    private mutating func escape(into text: inout [UInt8]) {
        guard index < bytes.count else { return }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "u"): text += Array(unicodeEscape().utf8)
        default: text.append(byte)
        }
    }

    /// The character of `\uXXXX`, or of a pair of them; U+FFFD for half a pair and for no number.
    private mutating func unicodeEscape() -> String {
        guard let first = hexadecimalUnit(at: index) else { return "\u{fffd}" }
        index += 4
        if UTF16.isLeadSurrogate(first), index + 1 < bytes.count,
            bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u"),
            let second = hexadecimalUnit(at: index + 2), UTF16.isTrailSurrogate(second)
        {
            index += 6
            return String(decoding: [first, second], as: UTF16.self)
        }
        return String(decoding: [first], as: UTF16.self)
    }

    private func hexadecimalUnit(at start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        let digits = bytes[start..<start + 4]
        guard digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-") else {
            return nil
        }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    /// A number or one of the words for nothing, true and false.
    private mutating func word(isInside: Bool) -> JSONValue? {
        let start = index
        while index < bytes.count, Self.isWordByte(bytes[index]) { index += 1 }
        // What the end of the text cuts off may have been longer.
        guard index < bytes.count || !isInside else { return broken() }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        switch text.lowercased() {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null", "none", "nil", "undefined", "nan", "-nan", "infinity", "-infinity",
            "+infinity",
            "inf", "-inf", "+inf":
            return .null
        default:
            let isNumber = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
            return isNumber && Double(text) != nil ? .number(text) : broken()
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    private func place(behindBlanksAt start: Int) -> Int {
        var place = start
        while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
        return place
    }
}
