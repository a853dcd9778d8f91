/// One event of an event stream: the data lines, joined.
struct StreamEvent: Sendable, Hashable {
    /// The `event:` field; empty when there was none.
    var name: String = ""
    var data: String
}

/// More of something than the decoder accepts; the words name the limit.
struct EventStreamLimit: Error, Hashable {
    let reason: String
}

/// Decodes `text/event-stream` (WHATWG HTML, "Interpreting an event stream"): bytes in, events
/// out, in whatever pieces the bytes come.
///
/// Beyond the standard, an event that the end of the stream cuts off before its blank line is
/// given out by `finish()`, since some relays omit that line; and an event without data, or with
/// the keep-alive of a broken proxy (`data: : PROCESSING`), is dropped.
struct EventStreamDecoder: Sendable {
    /// The longest line, in bytes. A line may carry a whole echoed prompt.
    static let lineByteLimit = 1024 * 1024
    /// The most data of one event, in bytes.
    static let eventByteLimit = JSONValue.byteLimit

    private var line: [UInt8] = []
    private var endedWithCarriageReturn = false
    private var isFirstLine = true
    private var data: [UInt8] = []
    private var dataLines = 0
    private var name = ""

    init() {}

    /// Takes the next bytes and returns the events that they complete.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(EventStreamLimit) -> [StreamEvent] {
        var events: [StreamEvent] = []
        for byte in bytes {
            if endedWithCarriageReturn {
                endedWithCarriageReturn = false
                // The second half of a CRLF, which may come in another piece.
                if byte == 0x0a { continue }
            }
            switch byte {
            case 0x0a, 0x0d:
                endedWithCarriageReturn = byte == 0x0d
                if let event = try endLine() { events.append(event) }
            default:
                guard line.count < Self.lineByteLimit else {
                    throw EventStreamLimit(
                        reason: "a line of the answer is longer than \(Self.lineByteLimit) bytes")
                }
                line.append(byte)
            }
        }
        return events
    }

    /// Takes the end of the stream and returns the event that was still open.
    mutating func finish() throws(EventStreamLimit) -> StreamEvent? {
        if !line.isEmpty, let event = try endLine() { return event }
        return dispatch()
    }

    private mutating func endLine() throws(EventStreamLimit) -> StreamEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        var content = line[...]
        if isFirstLine {
            isFirstLine = false
            if content.starts(with: [0xef, 0xbb, 0xbf]) { content = content.dropFirst(3) }
        }
        if content.isEmpty { return dispatch() }
        let colon = content.firstIndex(of: UInt8(ascii: ":")) ?? content.endIndex
        var value = content[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        switch String(decoding: content[..<colon], as: UTF8.self) {
        case "data":
            guard data.count + value.count < Self.eventByteLimit else {
                throw EventStreamLimit(
                    reason: "an event of the answer is larger than \(Self.eventByteLimit) bytes")
            }
            if dataLines > 0 { data.append(0x0a) }
            data.append(contentsOf: value)
            dataLines += 1
        case "event":
            name = String(decoding: value, as: UTF8.self)
        default:
            // Comments (an empty field name), `id`, `retry` and unknown fields mean nothing here.
            break
        }
        return nil
    }

    private mutating func dispatch() -> StreamEvent? {
        defer {
            data.removeAll(keepingCapacity: true)
            dataLines = 0
            name = ""
        }
        let text = String(decoding: data, as: UTF8.self).trimmedBlanks
        guard !text.isEmpty, !text.hasPrefix(":") else { return nil }
        return StreamEvent(name: name, data: text)
    }
}
