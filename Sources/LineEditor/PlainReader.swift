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
        device.write(promptText)
        while true {
            if let line = nextLine() { return .line(line) }
            if isAtEnd {
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
            return Self.text(line)
        }
        searched = bytes.count
        guard isAtEnd, !bytes.isEmpty else { return nil }
        defer { dropTypedAhead() }
        return Self.text(bytes[...])
    }

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        let trimmed = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return String(decoding: trimmed, as: UTF8.self)
    }
}
