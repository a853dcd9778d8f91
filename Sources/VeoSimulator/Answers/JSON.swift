import FoundationEssentials
import Glibc
import NIOCore

/// A JSON value that keeps the order of its members, because the recorded answers have one.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSON])
    case members([Member])

    struct Member: Sendable, Equatable {
        let name: String
        let value: JSON
    }

    static func object(_ members: [(String, JSON)]) -> JSON {
        .members(members.map { Member(name: $0.0, value: $0.1) })
    }

    /// An object whose members stand in alphabetical order.
    static func sorted(_ members: [(String, JSON)]) -> JSON {
        object(members.sorted { $0.0 < $1.0 })
    }

    /// The member of this name, if this is an object that has it.
    subscript(name: String) -> JSON? {
        guard case .members(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The object with another value for a member, in its place or else at the end; nil takes the
    /// member away.
    func setting(_ name: String, to value: JSON?) -> JSON {
        guard case .members(var members) = self else { return self }
        let index = members.firstIndex { $0.name == name }
        switch (index, value) {
        case (let index?, let value?): members[index] = Member(name: name, value: value)
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(Member(name: name, value: value))
        case (nil, nil): break
        }
        return .members(members)
    }

    /// The value as compact text, UTF-8 unescaped.
    var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += String(value)
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .members(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.write(member.name, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// A JSON value as a client sent it; numbers that are not whole are kept as `other`.
enum ReceivedJSON: Decodable, Sendable {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([ReceivedJSON])
    case object([String: ReceivedJSON])
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([String: ReceivedJSON].self) {
            self = .object(value)
        } else if let value = try? container.decode([ReceivedJSON].self) {
            self = .array(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .number(value)
        } else {
            self = .other
        }
    }

    /// Most commas and opening brackets of a body: far more than any request has, and few enough
    /// for a body to be read in no time.
    static let structureLimit = 10_000

    /// The members of the object that the bytes hold; nil if they hold anything else.
    static func object(parsing bytes: ByteBuffer) -> [String: ReceivedJSON]? {
        guard bytes.count(of: ",[{", limit: structureLimit) <= structureLimit,
            case .object(let members)? = try? JSONDecoder().decode(
                Self.self, from: Data(bytes.readableBytesView))
        else { return nil }
        return members
    }

    var string: String? {
        if case .string(let value) = self { value } else { nil }
    }
}

extension ByteBuffer {
    /// How often these ASCII characters occur; stops soon after `limit`. libc searches, because
    /// images have megabytes.
    fileprivate func count(of characters: String, limit: Int) -> Int {
        withUnsafeReadableBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            var count = 0
            for character in characters.utf8 {
                var offset = 0
                while offset < bytes.count, count <= limit,
                    let found = memchr(start + offset, Int32(character), bytes.count - offset)
                {
                    count += 1
                    offset = UnsafeRawPointer(found) - start + 1
                }
            }
            return count
        }
    }
}
