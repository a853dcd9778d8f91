import FoundationEssentials

/// A JSON value read without expectations: gateways change names, shapes and types.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The largest document that is read, in bytes.
    static let byteLimit = 1024 * 1024
    /// The deepest nesting that is read.
    static let depthLimit = 32
    /// The most values that a document may hold.
    static let valueLimit = 20_000

    /// Reads a whole document; nil when it is broken, too large, too deep or of too many values.
    init?(_ bytes: some Collection<UInt8>) {
        guard !bytes.isEmpty, bytes.count <= Self.byteLimit, Self.isModest(bytes),
            let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        else { return nil }
        self = value
    }

    init?(_ text: String) {
        self.init(Array(text.utf8))
    }

    /// Counts levels and values before anything is built for them.
    private static func isModest(_ bytes: some Collection<UInt8>) -> Bool {
        var (depth, values) = (0, 1)
        var (isText, isEscaped) = (false, false)
        for byte in bytes {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): (depth, values) = (depth + 1, values + 1)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): values += 1
            default: break
            }
            if depth > depthLimit || values > valueLimit { return false }
        }
        return true
    }

    /// The member of an object; nil for null, for a missing member and for what is no object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self, let value = members[name], value != .null
        else { return nil }
        return value
    }

    var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    var isObject: Bool {
        if case .object = self { true } else { false }
    }

    var boolean: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The text of a string that is not empty.
    var text: String? {
        if case .string(let text) = self, !text.isEmpty { text } else { nil }
    }

    /// A string, or a number in its shortest form: codes and lengths come as both.
    var scalarText: String? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
        case .null, .bool, .array, .object: nil
        }
    }

    /// A whole number, also when it was written as `1.0` or `"1"`.
    var integer: Int? {
        switch self {
        case .number(let number): Int(exactly: number)
        case .string(let text): Int(text)
        case .null, .bool, .array, .object: nil
        }
    }

    /// A share in percent, clamped to 0...100, from `50`, `49.5`, `"50"` or `"50%"`.
    var percent: Double? {
        let number: Double?
        switch self {
        case .number(let value): number = value
        case .string(var text):
            while text.last == "%" || text.last == " " { text.removeLast() }
            number = Double(text)
        case .null, .bool, .array, .object: number = nil
        }
        guard let number, number.isFinite else { return nil }
        return min(max(number, 0), 100)
    }
}

extension JSONValue: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= Self.depthLimit else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "deeper than \(Self.depthLimit) levels"))
        }
        if let members = try? decoder.container(keyedBy: Name.self) {
            var object: [String: JSONValue] = [:]
            for name in members.allKeys {
                object[name.stringValue] = try members.decode(JSONValue.self, forKey: name)
            }
            self = .object(object)
        } else if var elements = try? decoder.unkeyedContainer() {
            var array: [JSONValue] = []
            while !elements.isAtEnd { array.append(try elements.decode(JSONValue.self)) }
            self = .array(array)
        } else {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let text = try? value.decode(String.self) {
                self = .string(text)
            } else if let flag = try? value.decode(Bool.self) {
                self = .bool(flag)
            } else {
                self = .number(try value.decode(Double.self))
            }
        }
    }
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
