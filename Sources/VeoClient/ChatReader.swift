import NIOHTTP1
import Synchronization

/// Reads the answer of a sync generation across tasks, so that what came before a deadline is not
/// lost with the task that read it.
final class ChatReader: Sendable {
    private struct State {
        var decoder = EventStreamDecoder()
        var transcript: ChatTranscript
        var headers: HTTPHeaders?
        var objectCount = 0
        var isDone = false
        /// The first bytes, until it is clear that they are an event stream.
        var opening: [UInt8] = []
        /// The whole body, when it is JSON under a wrong or missing media type.
        var document: [UInt8]?
        var isPage = false
        var isVideo = false
        /// What came before anything of it was understood.
        var plain: [UInt8] = []
    }

    /// How much of a text without a form is kept.
    private static let plainByteLimit = VideoLink.byteLimit

    private let state: Mutex<State>

    init(transcript: ChatTranscript) {
        state = Mutex(State(transcript: transcript))
    }

    var transcript: ChatTranscript { state.withLock { $0.transcript } }
    /// True once the gateway answered with a good status.
    var isOpen: Bool { state.withLock { $0.headers != nil } }
    /// The header fields of the answer, once it came.
    var headers: HTTPHeaders { state.withLock { $0.headers ?? [:] } }
    /// True once an object of the API was understood that is no refusal.
    var isTaken: Bool { state.withLock { $0.objectCount > 0 && $0.transcript.isTaken } }
    /// True after `[DONE]`: nothing more is to be read.
    var isDone: Bool { state.withLock { $0.isDone } }
    /// True when the body is a web page.
    var isPage: Bool { state.withLock { $0.isPage } }
    /// True when the body is a video.
    var isVideo: Bool { state.withLock { $0.isVideo } }
    /// What came, where nothing of it was understood.
    var plain: [UInt8] { state.withLock { $0.objectCount == 0 ? $0.plain : [] } }

    /// Takes the head of an answer with a good status.
    func open(_ headers: HTTPHeaders) {
        state.withLock { $0.headers = headers }
    }

    /// Takes the next bytes; returns the progress they tell.
    func feed(_ bytes: some Collection<UInt8>) throws(EventStreamLimit) -> [Double] {
        try state.withLock { state throws(EventStreamLimit) in
            if state.isPage || state.isVideo { return [] }
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
            if state.objectCount == 0 {
                state.plain += bytes.prefix(max(Self.plainByteLimit - state.plain.count, 0))
                state.isVideo =
                    state.plain.count >= 8 && MP4Walker.isBox(Array(state.plain[4..<8]))
                if state.isVideo { return [] }
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
                Self.take(document, &state)
                return []
            }
            let event = try state.decoder.finish()
            let value = try event.flatMap { event throws(EventStreamLimit) in
                try Self.take(event, &state, isLast: true)
            }
            if state.objectCount == 0, !state.isDone, !state.isVideo, !state.isPage {
                let text = String(decoding: state.plain, as: UTF8.self).trimmedBlanks
                // What has the form of a stream is one, although nothing came in it.
                let isStream = [":", "data:", "event:", "id:", "retry:"].contains {
                    text.hasPrefix($0)
                }
                if !isStream { state.transcript.take(plain: text) }
            }
            return value.map { [$0] } ?? []
        }
    }

    /// Takes an answer that was no stream; false when nothing can be read of it.
    func take(_ bytes: [UInt8]) -> Bool {
        state.withLock { Self.take(bytes, &$0) }
    }

    /// Takes the object of an answer, the chunks of a list of them, or one on each line.
    @discardableResult
    private static func take(_ bytes: [UInt8], _ state: inout State) -> Bool {
        guard let whole = JSONDocument(bytes) else { return false }
        let lines = bytes.split(separator: 0x0a).filter { line in line.contains { $0 > 0x20 } }
        var documents = [whole]
        if lines.count > 1, JSONDocument(lines[0])?.isWhole ?? false {
            documents = lines.compactMap { JSONDocument($0) }
        }
        state.objectCount += 1
        for document in documents {
            let isWhole = document.isWhole
            for value in document.value.array ?? [document.value] {
                // The text is bounded already, and within the limit of the transcript.
                _ = try? state.transcript.take(value, isWhole: isWhole)
            }
        }
        if documents.last?.isWhole ?? false {
            state.transcript.finish()
            state.isDone = true
        }
        return true
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
