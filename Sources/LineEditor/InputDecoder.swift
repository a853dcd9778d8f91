/// A key that arrives as an escape sequence. The raw value is the control character (U+0080 to
/// U+009F, which no keyboard sends) by which it reaches libedit, so that one binding works in the
/// Emacs keys and in both modes of the vi keys.
enum EditorKey: UInt32, CaseIterable {
    case up = 0x90
    case down, right, left, home, end, delete, wordRight, wordLeft, backTab, openRow
    case paste = 0x9E

    /// The key of a sequence, given without its leading escape character.
    init?(sequence: some Collection<UInt8>) {
        switch String(decoding: sequence, as: UTF8.self) {
        case "[A", "OA": self = .up
        case "[B", "OB": self = .down
        case "[C", "OC": self = .right
        case "[D", "OD": self = .left
        case "[H", "OH", "[1~", "[7~": self = .home
        case "[F", "OF", "[4~", "[8~": self = .end
        case "[3~": self = .delete
        case "[1;5C", "[1;3C": self = .wordRight
        case "[1;5D", "[1;3D": self = .wordLeft
        case "[Z": self = .backTab
        case "[13;2u", "[27;2;13~": self = .openRow
        default: return nil
        }
    }
}

/// From the bytes of a terminal to characters, keys and pastes, whatever pieces they arrive in and
/// whatever the locale.
struct InputDecoder {
    /// The largest paste that is taken; the rest of a larger one is dropped.
    static let maximumPasteBytes = 4 * 1_024 * 1_024
    /// How long a lone escape character waits for the rest of a sequence, in milliseconds.
    static let escapeTimeout: Int32 = 100
    /// The longest control sequence that is waited for; a longer run is no sequence.
    private static let maximumSequenceBytes = 32

    enum Item: Equatable {
        case scalar(Unicode.Scalar)
        case key(EditorKey)
        /// What was pasted, without control characters, lines apart by "\n".
        case paste([Unicode.Scalar], isCut: Bool)
    }

    private static let escape: UInt8 = 0x1B
    private static let pasteStart = Array("[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    private var bytes: [UInt8] = []
    private var head = 0
    private var isPasting = false
    /// How much of the paste was searched for its end.
    private var searched = 0
    private var isCut = false
    private var escapeIsLiteral = false

    mutating func append(_ new: [UInt8]) {
        bytes.append(contentsOf: new)
    }

    mutating func removeAll() {
        self = InputDecoder()
    }

    /// Whether what is held may be a whole key, the escape key, or the start of a sequence.
    var isAmbiguous: Bool {
        !isPasting && (1...2).contains(bytes.count - head) && bytes[head] == Self.escape
    }

    /// Ends the wait: the escape character that is held counts as a key of its own.
    mutating func stopWaiting() {
        escapeIsLiteral = true
    }

    /// The next whole item, nil when more bytes are needed.
    mutating func next() -> Item? {
        while true {
            if isPasting { return nextOfPaste() }
            guard head < bytes.count else {
                bytes.removeAll(keepingCapacity: true)
                head = 0
                return nil
            }
            if bytes[head] != Self.escape || escapeIsLiteral {
                escapeIsLiteral = false
                guard let scalar = nextScalar() else { return nil }
                guard !(0x80...0x9F).contains(scalar.value), scalar.value != 0 else { continue }
                return .scalar(scalar)
            }
            guard let length = sequenceLength() else { return nil }
            let sequence = bytes[(head + 1)..<(head + length)]
            if length == 1 {
                escapeIsLiteral = true
            } else if sequence.elementsEqual(Self.pasteStart) {
                consume(length)
                isPasting = true
            } else if let key = EditorKey(sequence: sequence) {
                consume(length)
                return .key(key)
            } else if sequence.first == UInt8(ascii: "[") {
                // A key without a meaning here; its letters must not land in the line.
                consume(length)
            } else {
                escapeIsLiteral = true
            }
        }
    }

    /// The bytes of the sequence at the head, 1 when the escape stands alone, nil when more bytes
    /// are needed to tell.
    private func sequenceLength() -> Int? {
        let held = bytes[head...]
        guard held.count > 1 else { return nil }
        switch held[head + 1] {
        case UInt8(ascii: "O"):
            return held.count > 2 ? 3 : nil
        case UInt8(ascii: "["):
            for (offset, byte) in held.dropFirst(2).enumerated() {
                if (0x40...0x7E).contains(byte) { return offset + 3 }
                if !(0x20...0x3F).contains(byte) { return 1 }
                if offset > Self.maximumSequenceBytes { return 1 }
            }
            return nil
        default:
            return 1
        }
    }

    private mutating func consume(_ count: Int) {
        head += count
    }

    private mutating func nextScalar() -> Unicode.Scalar? {
        let first = bytes[head]
        let length =
            switch first {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let held = bytes[head...].prefix(length)
        let continues = held.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
        guard held.count == length || !continues else { return nil }
        var iterator = held.makeIterator()
        var codec = UTF8()
        if continues, case .scalarValue(let scalar) = codec.decode(&iterator) {
            consume(length)
            return scalar
        }
        consume(1)
        return "\u{FFFD}"
    }

    private mutating func nextOfPaste() -> Item? {
        let start = max(head, searched - Self.pasteEnd.count)
        if let end = Self.index(of: Self.pasteEnd, in: bytes, from: start) {
            let text = Self.cleaned(bytes[head..<min(end, head + Self.maximumPasteBytes)])
            let wasCut = isCut || end - head > Self.maximumPasteBytes
            head = end + Self.pasteEnd.count
            isPasting = false
            isCut = false
            searched = 0
            return .paste(text, isCut: wasCut)
        }
        let limit = head + Self.maximumPasteBytes
        if bytes.count > limit + Self.pasteEnd.count {
            isCut = true
            bytes.removeSubrange(limit..<(bytes.count - Self.pasteEnd.count))
        }
        searched = bytes.count
        return nil
    }

    private static func index(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + pattern.count <= bytes.count {
            if bytes[index] == pattern[0],
                bytes[index..<(index + pattern.count)].elementsEqual(pattern)
            {
                return index
            }
            index += 1
        }
        return nil
    }

    /// Line breaks become "\n", those at the end go, and so do control characters: a paste is
    /// text, not keys.
    private static func cleaned(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var previous: Unicode.Scalar = " "
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\r": result.append("\n")
            case "\n": if previous != "\r" { result.append("\n") }
            case "\t": result.append("\t")
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": break
            default: result.append(scalar)
            }
            previous = scalar
        }
        while result.last == "\n" {
            result.removeLast()
        }
        return result
    }
}
