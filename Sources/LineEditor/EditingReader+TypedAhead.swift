import Glibc

/// Keys that were pressed while a command worked and nothing of them was seen. They stand in the
/// line that comes next, and a Return among them runs nothing: nobody read what it would run.
extension EditingReader {
    /// What is kept of them, in bytes.
    private static let maximumTypedAhead = 64 * 1_024
    /// So many bytes are a paste, which comes in the pieces that the terminal has room for. Its end
    /// is a silence of so many milliseconds: no line of it may be taken for one that was seen.
    private static let pasteSize = 1_024
    private static let silence: Int32 = 500

    /// Takes them when what was typed before the command is through.
    func takeTypedAhead() {
        guard hasUnseenKeys else { return }
        hasUnseenKeys = false
        var bytes: [UInt8] = []
        var entry = pollfd(fd: device.input, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, bytes.count < Self.pasteSize ? 0 : Self.silence) > 0 {
            // An end of the input is found again by who waits for a key.
            guard let new = try? device.read(), !new.isEmpty else { break }
            if bytes.count < Self.maximumTypedAhead { bytes += new }
        }
        let typed = TypedAhead(bytes)
        guard !typed.text.isEmpty else { return }
        if typed.isEntered {
            printAbove("what was typed meanwhile was not run: Enter runs it\n")
        }
        var line = line
        line.scalars.insert(contentsOf: typed.text, at: line.cursor)
        line.cursor += typed.text.count
        setLine(line)
    }
}

/// A line that was typed without being seen.
struct TypedAhead: Equatable {
    private(set) var text: [Unicode.Scalar] = []
    /// Whether Return was pressed behind it. What came then is not part of it.
    private(set) var isEntered = false

    init(_ bytes: [UInt8]) {
        var decoder = InputDecoder()
        decoder.append(bytes)
        while !isEntered {
            if let item = decoder.next() {
                take(item)
            } else if decoder.patience != nil {
                decoder.stopWaiting()
            } else {
                return
            }
        }
    }

    /// Of the keys that edit, those do their work that a terminal knows, too.
    private mutating func take(_ item: InputDecoder.Item) {
        switch item {
        case .scalar("\r"), .scalar("\n"): isEntered = !text.isEmpty
        case .scalar("\u{08}"), .scalar("\u{7F}"): _ = text.popLast()
        case .scalar("\u{03}"), .scalar("\u{15}"): text = []
        case .scalar("\t"): break
        case .scalar(let scalar) where scalar.value < 0x20: break
        case .scalar(let scalar): text.append(scalar)
        case .paste(let pasted, _): text += pasted
        case .key, .escape: break
        }
    }
}
