/// A key that arrives as an escape sequence. The raw value is the control character (U+0080 to
/// U+009F, which no keyboard sends) by which it reaches libedit, so that one binding works in the
/// Emacs keys and in both modes of the vi keys.
enum EditorKey: UInt32, CaseIterable {
    case up = 0x90
    case down, right, left, home, end, delete, wordRight, wordLeft, backTab, openRow
    /// The escape key, where it ends what was begun.
    case cancel = 0x9D
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
    /// The longest text of a terminal that is passed over, in bytes.
    static let maximumStringBytes = 8 * 1_024 * 1_024

    /// How long more bytes are waited for, in milliseconds of silence.
    enum Patience {
        /// An escape character, which may be the key.
        static let escape: Int32 = 100
        /// A sequence that has begun, and Meta with a key that may begin one.
        static let sequence: Int32 = 500
        /// The end of a paste.
        static let paste: Int32 = 5_000
    }

    enum Item: Equatable {
        case scalar(Unicode.Scalar)
        case key(EditorKey)
        /// The escape key, after which nothing came; as Meta it is a scalar before its key.
        case escape
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
    /// Whether the escape character that was waited for is the key.
    private var escapeIsKey = false
    /// Whether the wait for the end of the paste is over.
    private var pasteIsOver = false
    /// The bytes of a terminal's text that were passed over, while its end has not come.
    private var passedOver: Int?
    /// Whether an escape key was given a moment ago: on a slow line what belongs behind it may still
    /// come.
    private var gaveEscape = false

    mutating func append(_ new: [UInt8]) {
        if gaveEscape, bytes.count == head, let first = new.first,
            first == UInt8(ascii: "[") || first == UInt8(ascii: "]")
        {
            bytes.append(Self.escape)
        }
        gaveEscape = false
        bytes.append(contentsOf: new)
    }

    mutating func removeAll() {
        self = InputDecoder()
    }

    /// How long more bytes are to be waited for before ``stopWaiting()``, in milliseconds; `nil`
    /// where what comes next may take any time.
    var patience: Int32? {
        if isPasting { return Patience.paste }
        if passedOver != nil { return Patience.sequence }
        guard bytes.count > head, bytes[head] == Self.escape else {
            return gaveEscape ? Patience.sequence : nil
        }
        let isKey = bytes.count - head == 1 || bytes[head + 1] == UInt8(ascii: "O")
        return isKey ? Patience.escape : Patience.sequence
    }

    /// Ends the wait. An escape character that may be a key is one; what has begun and does not
    /// end is dropped, and a paste is taken as far as it came.
    mutating func stopWaiting() {
        if isPasting {
            pasteIsOver = true
        } else if passedOver != nil {
            passedOver = nil
            head = bytes.count
        } else if bytes.count == head || bytes[head] != Self.escape {
            gaveEscape = false
        } else if bytes.count - head == 1 {
            gaveEscape = true
            escapeIsKey = true
        } else if bytes.count - head == 2 && !isControlSequence {
            escapeIsLiteral = true
        } else {
            head = bytes.count
        }
    }

    private var isControlSequence: Bool { bytes[head + 1] == UInt8(ascii: "[") }

    /// The next whole item, nil when more bytes are needed.
    mutating func next() -> Item? {
        while true {
            if isPasting { return nextOfPaste() }
            if passedOver != nil, !passOver() { return nil }
            guard head < bytes.count else {
                bytes.removeAll(keepingCapacity: true)
                head = 0
                return nil
            }
            if escapeIsKey {
                escapeIsKey = false
                head += 1
                return .escape
            }
            spellOutControl()
            if bytes[head] != Self.escape || escapeIsLiteral {
                escapeIsLiteral = false
                guard let scalar = nextScalar() else { return nil }
                guard !(0x80...0x9F).contains(scalar.value), scalar.value != 0 else { continue }
                return .scalar(scalar)
            }
            switch ControlSequence(bytes[head...]) {
            case .partial: return nil
            case .literal: escapeIsLiteral = true
            case .string:
                head += 2
                passedOver = 0
            case .whole(let length):
                if let key = take(length) { return key }
            }
        }
    }

    /// A key; `nil` for the start of a paste, and for a key without a meaning here or what a
    /// terminal says of itself.
    private mutating func take(_ length: Int) -> Item? {
        let sequence = bytes[(head + 1)..<(head + length)]
        head += length
        if sequence.elementsEqual(Self.pasteStart) {
            isPasting = true
            return nil
        }
        return EditorKey(sequence: sequence).map(Item.key)
    }

    /// Passes over a terminal's text; `false` while its end has not come.
    private mutating func passOver() -> Bool {
        let passed = passedOver ?? 0
        switch ControlSequence.continue(bytes[head...]) {
        case .end(let count):
            head += count
            passedOver = nil
            return true
        case .text(let count):
            head += count
            passedOver = passed + count
            bytes.removeSubrange(..<head)
            head = 0
            guard passed + count > Self.maximumStringBytes else { return false }
            passedOver = nil
            return true
        }
    }

    /// A terminal may open a sequence with one control character in place of an escape character
    /// and a letter (ECMA-48, 5.3).
    private mutating func spellOutControl() {
        guard bytes.count > head + 1, bytes[head] == 0xC2 else { return }
        switch bytes[head + 1] {
        case 0x90, 0x98, 0x9B, 0x9D, 0x9E, 0x9F:
            bytes.replaceSubrange(head..<(head + 2), with: [Self.escape, bytes[head + 1] - 0x40])
        default: break
        }
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
            head += length
            return scalar
        }
        head += 1
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
            pasteIsOver = false
            searched = 0
            return .paste(text, isCut: wasCut)
        }
        let limit = head + Self.maximumPasteBytes
        if pasteIsOver {
            let text = Self.cleaned(bytes[head..<min(bytes.count, limit)])
            let wasCut = isCut || bytes.count > limit
            removeAll()
            return .paste(text, isCut: wasCut)
        }
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

    /// Line breaks become "\n", those at the end go, and so do control characters and the codes of
    /// a terminal, such as those of colours: a paste is text, not keys.
    private static func cleaned(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var previous: Unicode.Scalar = " "
        for scalar in String(decoding: ControlSequence.removed(from: bytes), as: UTF8.self)
            .unicodeScalars
        {
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
