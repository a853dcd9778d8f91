import Glibc

/// Lines from a terminal that cannot edit, or from no terminal at all: no escape codes, no redraws.
final class PlainReader: LineReader {
    /// The longest line that is taken, in bytes.
    static let maximumLineBytes = 16 * 1_024 * 1_024

    private let mailbox: Mailbox
    private var bytes: [UInt8] = []
    /// How many of `bytes` are known to hold no line break.
    private var searched = 0
    private var isAtEnd = false

    init(mailbox: Mailbox) {
        self.mailbox = mailbox
    }

    /// `text` is left out: without editing there is nothing to start from.
    func readLine(_ prompt: LineEditor.Prompt, text: String) -> LineEditor.ReadResult {
        let device = mailbox.device
        let promptText = device.isInteractive ? TerminalText.singleLine(prompt.text) : ""
        fflush(nil)
        if prompt.isQuestion, device.isInteractive {
            dropTypedAhead()
            device.dropTypedAhead()
        }
        device.write(promptText)
        while true {
            if let line = nextLine() { return .line(line) }
            if isAtEnd {
                // Ctrl-D at a terminal ends a line, and not the terminal.
                isAtEnd = !device.isInteractive
                device.write(promptText.isEmpty ? "" : "\n")
                return .endOfInput
            }
            guard bytes.count <= Self.maximumLineBytes else { return .failed(EFBIG) }
            var entries = [
                pollfd(fd: device.input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: mailbox.pipe.reading, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, 2, -1) > 0 else { continue }
            if entries[1].revents != 0 {
                _ = mailbox.pipe.drain()
                let mail = mailbox.takeForLine()
                if !mail.notices.isEmpty {
                    device.write((promptText.isEmpty ? "" : "\n") + mail.notices)
                }
                if mail.isInterrupted {
                    device.write(promptText.isEmpty || !mail.notices.isEmpty ? "" : "\n")
                    return .interrupted
                }
                device.write(mail.notices.isEmpty ? "" : promptText)
            } else if entries[0].revents != 0 {
                do {
                    let new = try device.read()
                    bytes.append(contentsOf: new)
                    isAtEnd = new.isEmpty
                } catch {
                    return .failed(error.code)
                }
            }
        }
    }

    func dropTypedAhead() {
        bytes.removeAll()
        searched = 0
    }

    func close() {}

    /// The next whole line, or at the end of input the rest.
    private func nextLine() -> String? {
        let newline = UInt8(ascii: "\n")
        if let end = bytes[searched...].firstIndex(of: newline) {
            let line = bytes[..<end]
            bytes = Array(bytes[(end + 1)...])
            searched = 0
            return text(line)
        }
        searched = bytes.count
        guard isAtEnd, !bytes.isEmpty else { return nil }
        defer { dropTypedAhead() }
        return text(bytes[...])
    }

    private func text(_ line: ArraySlice<UInt8>) -> String {
        let trimmed = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        guard mailbox.device.isInteractive, trimmed.contains(0x1B) else {
            return String(decoding: trimmed, as: UTF8.self)
        }
        return Self.typed(trimmed)
    }

    /// What was typed, without keys that mean nothing here and without what the terminal said of
    /// itself meanwhile.
    private static func typed(_ line: ArraySlice<UInt8>) -> String {
        var decoder = InputDecoder()
        decoder.append(Array(line))
        var scalars = String.UnicodeScalarView()
        while true {
            switch decoder.next() {
            case .scalar("\u{1B}"), .key, .escape: continue
            case .scalar(let scalar): scalars.append(scalar)
            case .paste(let text, _): scalars.append(contentsOf: text)
            case nil where decoder.patience != nil: decoder.stopWaiting()
            case nil: return String(scalars)
            }
        }
    }
}
