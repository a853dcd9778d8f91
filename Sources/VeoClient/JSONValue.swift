/// A JSON value read without expectations: gateways change names, shapes and types.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// As it is written, since an id of twenty digits is no binary fraction.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The largest document that is read, in bytes.
    static let byteLimit = 1024 * 1024
    /// The deepest nesting that is read.
    static let depthLimit = 32
    /// The most values that a document may hold.
    static let valueLimit = 20_000

    /// Reads a whole document; nil when it is broken, cut short, too large, too deep or of too many
    /// values. What can be read of such a one is in `JSONDocument`.
    init?(_ bytes: some Collection<UInt8>) {
        guard let document = JSONDocument(bytes), document.isWhole else { return nil }
        self = document.value
    }

    init?(_ text: String) {
        self.init(text.utf8)
    }

    /// The member of an object; nil for null, for a missing member and for what is no object. The
    /// spelling of names counts for little, see `JSONObject`.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self, let value = members[name], value != .null
        else { return nil }
        return value
    }

    var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    var object: JSONObject? {
        if case .object(let members) = self { members } else { nil }
    }

    var boolean: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The text of a string that is not empty.
    var text: String? {
        if case .string(let text) = self, !text.isEmpty { text } else { nil }
    }

    /// A string, or a number as it is written: ids, codes and lengths come as both.
    var scalarText: String? {
        switch self {
        case .string(let text), .number(let text): text.isEmpty ? nil : text
        case .null, .bool, .array, .object: nil
        }
    }

    /// A whole number that an `Int` holds, also when it was written as `1.0` or `"1"`.
    var integer: Int? {
        switch self {
        case .number(let text):
            // A whole one beyond the range would be rounded into it.
            text.utf8.contains { ".eE".utf8.contains($0) }
                ? Double(text).flatMap(Int.init(exactly:)) : Int(text)
        case .string(let text): Int(text)
        case .null, .bool, .array, .object: nil
        }
    }

    /// A share in percent, clamped to 0...100, from `50`, `49.5`, `"50"` or `"50%"`.
    var percent: Double? {
        guard var text = scalarText?.unicodeScalars[...] else { return nil }
        while let last = text.last, "%％ ".unicodeScalars.contains(last) { text.removeLast() }
        guard let number = Double(String(text)), number.isFinite else { return nil }
        return min(max(number, 0), 100)
    }
}

/// The members of a JSON object in the order in which they came. Names that differ in the case of
/// ASCII letters, in `_`, `-` and blanks alone are the same: gateways write `task_id`, `taskId` and
/// `TaskID`. Of a name that came twice the last value counts that is not null.
struct JSONObject: Sendable, Hashable {
    private(set) var members: [(name: String, value: JSONValue)] = []
    private var places: [String: Int] = [:]

    subscript(name: String) -> JSONValue? {
        places[foldedWord(name)].map { members[$0].value }
    }

    mutating func add(_ name: String, _ value: JSONValue) {
        let folded = foldedWord(name)
        if let place = places[folded] {
            if value != .null { members[place] = (name, value) }
        } else {
            places[folded] = members.count
            members.append((name, value))
        }
    }

    static func == (one: Self, other: Self) -> Bool {
        one.members.elementsEqual(other.members) { $0.name == $1.name && $0.value == $1.value }
    }

    func hash(into hasher: inout Hasher) {
        for member in members {
            hasher.combine(member.name)
            hasher.combine(member.value)
        }
    }
}

/// A name or a status as tables hold it: ASCII letters in lower case, without blanks, `_` and `-`.
func foldedWord(_ text: String) -> String {
    var folded: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): folded.append(byte | 0x20)
        case UInt8(ascii: "_"), UInt8(ascii: "-"), 0...0x20: break
        default: folded.append(byte)
        }
    }
    return String(decoding: folded, as: UTF8.self)
}

/// A JSON string literal, quotes included.
func jsonLiteral(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default:
            if scalar.value < 0x20 {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
    return result + "\""
}
