import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// What is heard of a sync generation while it runs.
package enum ChatUpdate: Sendable, Hashable {
    /// The gateway took the request: a good status and the first piece of the answer came.
    case accepted(id: String?)
    /// In percent; it never goes back, and need not reach 100.
    case progress(Double)
}

/// A finished sync generation.
package struct ChatResult: Sendable, Hashable {
    package let id: String?
    /// The video to fetch.
    package let link: VideoLink
    /// What the gateway wrote, without the key; show it through `TextFilter`.
    package let text: String
    /// All videos, `link` first.
    package let links: [VideoLink]
}

extension GatewayClient {
    /// Makes a video by the sync API and stays connected until it is there. After an error with
    /// delivery `.unknown` a video may exist and may be billed; the call is never repeated then.
    package func generate(
        _ request: GenerationRequest,
        onUpdate: @escaping @Sendable (ChatUpdate) async -> Void = { _ in }
    ) async throws(ClientError) -> ChatResult {
        try await retrying(.chat) { () async throws(ClientError) in
            try await generateOnce(request, onUpdate)
        }
    }

    private func generateOnce(
        _ request: GenerationRequest, _ onUpdate: @escaping @Sendable (ChatUpdate) async -> Void
    ) async throws(ClientError) -> ChatResult {
        let sending = StreamedBody.Progress()
        let reader = ChatReader(
            transcript: ChatTranscript(request: request, base: configuration.baseURL))
        var interruption: (any Error)?
        do {
            let limit = configuration.deadlines.chatWhole
            try await withDeadline(
                limit, on: configuration.clock, reason: { "it took longer than \(limit.words)" }
            ) {
                let answer = try await send(
                    .chat(request, baseURL: configuration.baseURL), step: .chat,
                    headLimit: configuration.deadlines.chatHead, sending: sending)
                guard (200..<300).contains(answer.status) else {
                    throw statusError(
                        try await collect(answer, limit: Answer.byteLimit), step: .chat)
                }
                try await read(answer, into: reader, onUpdate)
            }
        } catch {
            interruption = error
        }
        return try result(of: reader, interruption: interruption, sending: sending)
    }

    /// Reads the event stream, or the JSON that some gateways send instead.
    private func read(
        _ answer: OpenAnswer, into reader: ChatReader,
        _ onUpdate: @escaping @Sendable (ChatUpdate) async -> Void
    ) async throws {
        if answer.mediaType == "application/json" || answer.mediaType == "text/html" {
            let whole = try await collect(answer, limit: Answer.byteLimit)
            reader.takeWhole(try json(of: whole, step: .chat))
            await onUpdate(.accepted(id: reader.transcript.id))
            return
        }
        let idle = configuration.deadlines.chatIdle
        try await withIdleDeadline(
            idle, on: configuration.clock, reason: "the answer stood still for \(idle.words)"
        ) { activity in
            var isAccepted = false
            for try await buffer in answer.body {
                activity.note()
                let updates = try reader.feed(buffer.readableBytesView)
                if !isAccepted, reader.hasObject {
                    isAccepted = true
                    await onUpdate(.accepted(id: reader.transcript.id))
                }
                for progress in updates { await onUpdate(.progress(progress)) }
                if reader.isDone { return }
            }
            // A cancelled body ends as if it were complete.
            try Task.checkCancellation()
            for progress in try reader.finish() { await onUpdate(.progress(progress)) }
            if !isAccepted, reader.hasObject {
                await onUpdate(.accepted(id: reader.transcript.id))
            }
        }
    }

    /// Judges what was read, also when the reading broke off: a link that came is a video.
    private func result(
        of reader: ChatReader, interruption: (any Error)?, sending: StreamedBody.Progress
    ) throws(ClientError) -> ChatResult {
        let transcript = reader.transcript
        switch transcript.outcome {
        case .links(let found):
            let links = found.filter { !secrets.contains(in: $0.url) }
            if let link = links.first {
                return ChatResult(
                    id: transcript.id.map { secrets.visible($0, limit: 200) }, link: link,
                    text: secrets.redacted(transcript.text), links: links)
            }
        case .failed(let failure):
            let said = secrets.visible(failure.message)
            throw ClientError(
                code: .generationFailed, step: .chat, httpStatus: 200,
                apiCode: failure.code.map { secrets.visible($0, limit: 80) },
                message: "the generation failed: "
                    + (said.isEmpty ? "the gateway gives no reason" : said),
                advice: failure.advice.isEmpty
                    ? "the sync API may charge for it: look into the console of the gateway"
                    : failure.advice,
                delivery: .refused)
        case .unknown:
            break
        }
        if reader.hasObject || interruption == nil {
            if reader.isPage { throw pageError }
            let reason = interruption.map {
                clientError(for: $0, step: .chat, sending: sending)
            }
            if let reason, reason.code == .cancelled { throw reason }
            throw ClientError(
                code: .outcomeUnknown, step: .chat, httpStatus: 200,
                message: "the answer broke off before the video was there"
                    + (reason.map { ": \($0.message)" } ?? ""),
                advice: ClientError.Step.unknownAdvice, delivery: .unknown)
        }
        throw clientError(for: interruption ?? CancellationError(), step: .chat, sending: sending)
    }

    private var pageError: ClientError {
        ClientError(
            code: .badAnswer, step: .chat, httpStatus: 200,
            message: "the server answered with a web page instead of an event stream",
            advice: ClientError.Step.unknownAdvice, delivery: .unknown)
    }
}

/// Reads the answer of a sync generation across tasks, so that what came before a deadline is not
/// lost with the task that read it.
final class ChatReader: Sendable {
    private struct State {
        var decoder = EventStreamDecoder()
        var transcript: ChatTranscript
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
    /// True once an object of the API was understood.
    var hasObject: Bool { state.withLock { $0.objectCount > 0 } }
    /// True after `[DONE]`: nothing more is to be read.
    var isDone: Bool { state.withLock { $0.isDone } }
    /// True when the body is a web page.
    var isPage: Bool { state.withLock { $0.isPage } }

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
                let first = bytes.first(where: { $0 > 0x20 })
            {
                state.opening = [first]
                if first == UInt8(ascii: "<") {
                    state.isPage = true
                    return []
                }
                if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                    state.document = Array(bytes)
                    return []
                }
            }
            var found: [Double] = []
            for event in try state.decoder.feed(bytes) {
                if let value = try Self.take(event, &state) { found.append(value) }
                if state.isDone { break }
            }
            return found
        }
    }

    /// Takes the end of the body.
    func finish() throws(EventStreamLimit) -> [Double] {
        try state.withLock { state throws(EventStreamLimit) in
            if let document = state.document {
                if let object = JSONValue(document) { Self.takeWhole(object, &state) }
                return []
            }
            guard let event = try state.decoder.finish(), let value = try Self.take(event, &state)
            else { return [] }
            return [value]
        }
    }

    /// Takes a whole answer that was no stream.
    func takeWhole(_ object: JSONValue) {
        state.withLock { Self.takeWhole(object, &$0) }
    }

    private static func takeWhole(_ object: JSONValue, _ state: inout State) {
        state.objectCount += 1
        // The document is bounded already, so its text is within the limit of the transcript.
        _ = try? state.transcript.take(object)
        state.transcript.finish()
        state.isDone = true
    }

    private static func take(
        _ event: StreamEvent, _ state: inout State
    ) throws(EventStreamLimit) -> Double? {
        if event.data.hasPrefix("[DONE]") {
            state.transcript.finish()
            state.isDone = true
            return nil
        }
        // Data that is no JSON is the keep-alive of some proxy.
        guard let object = JSONValue(event.data) else { return nil }
        state.objectCount += 1
        return try state.transcript.take(object)
    }
}
