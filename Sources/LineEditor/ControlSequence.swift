/// What begins with an escape character: a key, or what a terminal says of itself (ECMA-48, 5.4 and
/// 5.6; "XTerm Control Sequences"). Answers to a question that another program has asked come late,
/// and to whoever reads then: none of their letters may land in a line.
enum ControlSequence: Equatable {
    /// The escape key, or Meta and the key behind it.
    case literal
    /// More bytes are needed to tell.
    case partial
    /// A sequence of so many bytes, the escape among them. It is no longer than `byteLimit`.
    case whole(Int)
    /// The opening of a string, which a terminator ends; its text begins after two bytes.
    case string

    /// The longest sequence that is not a string, in bytes; a longer run is dropped in parts.
    static let byteLimit = 256

    private static let escape: UInt8 = 0x1B

    /// Reads the start of `bytes`, the first of which is an escape character.
    init(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count > 1 else {
            self = .partial
            return
        }
        let body = bytes.dropFirst(2)
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "["): self = Self.control(body)
        case UInt8(ascii: "O"): self = Self.function(body)
        case UInt8(ascii: "]"):
            self = Self.opening(body) { $0 == "l" || $0 == "L" || ("0"..."9").contains($0) }
        case UInt8(ascii: "P"):
            self = Self.opening(body) {
                "<=>?!$+{|".unicodeScalars.contains($0) || ("0"..."9").contains($0)
            }
        case UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            self = Self.opening(body) { $0.value >= 0x20 }
        default: self = .literal
        }
    }

    /// `ESC [`, parameters, and a letter.
    private static func control(_ body: ArraySlice<UInt8>) -> ControlSequence {
        if body.first == UInt8(ascii: "[") {
            // The function keys of the Linux console: one letter behind two brackets.
            return body.count > 1 ? .whole(4) : .partial
        }
        if body.first == UInt8(ascii: "M") { return mouse(body.dropFirst()) }
        for (offset, byte) in body.enumerated() {
            if (0x40...0x7E).contains(byte) { return .whole(offset + 3) }
            // A control character or a letter beyond ASCII ends it, and is not part of it.
            if !(0x20...0x3F).contains(byte) || offset + 2 == byteLimit {
                return .whole(offset + 2)
            }
        }
        return .partial
    }

    /// A click as old terminals tell it: the button, the column and the row, a character each.
    private static func mouse(_ body: ArraySlice<UInt8>) -> ControlSequence {
        var rest = body
        for _ in 0..<3 {
            guard let first = rest.popFirst() else { return .partial }
            // Columns beyond 95 come as two bytes, of which the second continues the first.
            guard first >= 0xC2 else { continue }
            guard let second = rest.first else { return .partial }
            if second & 0xC0 == 0x80 { rest = rest.dropFirst() }
        }
        return .whole(3 + body.count - rest.count)
    }

    /// `ESC O`, perhaps a modifier, and a letter.
    private static func function(_ body: ArraySlice<UInt8>) -> ControlSequence {
        let limit = 8
        for (offset, byte) in body.prefix(limit).enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"): continue
            case 0x20...0x7E: return .whole(offset + 3)
            default: return offset == 0 ? .literal : .whole(offset + 2)
            }
        }
        return body.count < limit ? .partial : .whole(limit + 2)
    }

    /// An answer begins with what answers begin with; behind Meta and a key stands anything.
    private static func opening(
        _ body: ArraySlice<UInt8>, _ begins: (Unicode.Scalar) -> Bool
    ) -> ControlSequence {
        guard let first = body.first else { return .partial }
        return first == escape || begins(Unicode.Scalar(first)) ? .string : .literal
    }

    /// How a string goes on.
    enum Continuation: Equatable {
        /// All of these bytes are its text, and more may come.
        case text(Int)
        /// It ends with the last of these bytes.
        case end(Int)
    }

    /// Reads on in a string. A key that no string holds ends it without being part of it, so that
    /// one whose terminator was lost takes no more than a line.
    static func `continue`(_ bytes: ArraySlice<UInt8>) -> Continuation {
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case 0x07: return .end(offset + 1)
            case escape:
                guard offset + 1 < bytes.count else { return .text(offset) }
                let isTerminated = bytes[bytes.startIndex + offset + 1] == UInt8(ascii: "\\")
                return .end(isTerminated ? offset + 2 : offset)
            case 0xC2:
                guard offset + 1 < bytes.count else { return .text(offset) }
                if bytes[bytes.startIndex + offset + 1] == 0x9C { return .end(offset + 2) }
            case 0x03, 0x0A, 0x0D, 0x18, 0x1A: return .end(offset)
            default: continue
            }
        }
        return .text(bytes.count)
    }

    /// A text without the sequences in it. An escape character that begins none goes alone.
    static func removed(from bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        while let start = rest.firstIndex(of: escape) {
            result += rest[..<start]
            rest = rest[start...].dropFirst(length(atStartOf: rest[start...]))
        }
        return result + rest
    }

    private static func length(atStartOf bytes: ArraySlice<UInt8>) -> Int {
        switch ControlSequence(bytes) {
        case .whole(let length): return length
        case .string:
            if case .end(let length) = `continue`(bytes.dropFirst(2)) { return length + 2 }
        case .literal, .partial: break
        }
        // A change of the character set, as `tput sgr0` has it.
        let between = bytes.dropFirst().prefix { (0x20...0x2F).contains($0) }
        return between.isEmpty ? 1 : min(between.count + 2, bytes.count)
    }
}
