import Synchronization

/// Reads the answer of a sync generation across tasks, so that what came before a deadline is not
/// lost with the task that read it.
final class ChatReader: Sendable {
    private struct State {
        var decoder = EventStreamDecoder()
        var transcript: ChatTranscript
        var isOpen = false
        var objectCount = 0
        var isDone = false
        /// The first bytes, until it is clear that they are an event stream.
        var opening: [UInt8] = []
        /// The whole body, when it is JSON under a wrong or missing media type.
        var document: [UInt8]?
        var isPage = false
    }

    private let state: Mutex<State>

    init(transcript: ChatTranscript) {
        state = Mutex(State(transcript: transcript))
    }

    var transcript: ChatTranscript { state.withLock { $0.transcript } }
    /// True once the gateway answered with a good status.
    var isOpen: Bool { state.withLock { $0.isOpen } }
    /// True once an object of the API was understood.
    var hasObject: Bool { state.withLock { $0.objectCount > 0 } }
    /// True after `[DONE]`: nothing more is to be read.
    var isDone: Bool { state.withLock { $0.isDone } }
    /// True when the body is a web page.
    var isPage: Bool { state.withLock { $0.isPage } }

    /// Takes the good status of the answer.
    func open() {
        state.withLock { $0.isOpen = true }
    }

    /// Takes the next bytes; returns the progress they tell.
    func feed(_ bytes: some Collection<UInt8>) throws(EventStreamLimit) -> [Double] {
        try state.withLock { state throws(EventStreamLimit) in
            if state.isPage { return [] }
            if state.document != nil {
                guard (state.document?.count ?? 0) + bytes.count <= JSONValue.byteLimit else {
                    throw EventStreamLimit(
                        reason: "the answer is larger than \(grouped(JSONValue.byteLimit)) bytes")
                }
                state.document?.append(contentsOf: bytes)
                return []
            }
            if state.objectCount == 0, state.opening.isEmpty,
                let start = bytes.firstIndex(where: { $0 > 0x20 })
            {
                let first = bytes[start]
                state.opening = [first]
                if first == UInt8(ascii: "<") {
                    state.isPage = true
                    return []
                }
                if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                    // Blanks before it may have come in a piece of their own.
                    state.document = Array(bytes[start...])
                    return []
                }
            }
            var found: [Double] = []
            for event in try state.decoder.feed(bytes) {
                if let value = try Self.take(event, &state, isLast: false) { found.append(value) }
                if state.isDone { break }
            }
            return found
        }
    }

    /// Takes the end of the body.
    func finish() throws(EventStreamLimit) -> [Double] {
        try state.withLock { state throws(EventStreamLimit) in
            if let document = state.document {
                if let read = JSONDocument(document) { Self.take(read, &state) }
                return []
            }
            guard let event = try state.decoder.finish(),
                let value = try Self.take(event, &state, isLast: true)
            else { return [] }
            return [value]
        }
    }

    /// Takes an answer that was no stream.
    func take(_ document: JSONDocument) {
        state.withLock { Self.take(document, &$0) }
    }

    private static func take(_ document: JSONDocument, _ state: inout State) {
        state.objectCount += 1
        // The document is bounded already, so its text is within the limit of the transcript.
        _ = try? state.transcript.take(document.value, isWhole: document.isWhole)
        guard document.isWhole else { return }
        state.transcript.finish()
        state.isDone = true
    }

    private static func take(
        _ event: StreamEvent, _ state: inout State, isLast: Bool
    ) throws(EventStreamLimit) -> Double? {
        if event.data.hasPrefix("[DONE]") {
            state.transcript.finish()
            state.isDone = true
            return nil
        }
        // Data that is no JSON is the keep-alive of some proxy.
        guard let document = JSONDocument(event.data.utf8, isEvent: !isLast) else { return nil }
        state.objectCount += 1
        return try state.transcript.take(document.value, isWhole: document.isWhole)
    }
}
