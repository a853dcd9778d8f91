import AsyncHTTPClient
import NIOCore
import NIOHTTP1

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
    /// Where the video is, in the order in which they are tried; at least one.
    package let links: [VideoLink]
}

extension GatewayClient {
    /// Makes a video by the sync API and stays connected until it is there. After an error with
    /// delivery `.unknown` a video may exist and may be billed; the call is never repeated then.
    package func generate(
        _ request: GenerationRequest, tries: Int? = nil,
        onUpdate: @escaping @Sendable (ChatUpdate) async -> Void = { _ in }
    ) async throws(ClientError) -> ChatResult {
        try await retrying(.chat, tries: tries) { () async throws(ClientError) in
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
            try await configuration.pace.run {
                try passGate(.chat)
                try await withDeadline(
                    limit, on: configuration.clock,
                    reason: { "it took longer than \(limit.words)" }
                ) {
                    let answer = try await send(
                        .chat(request, baseURL: configuration.baseURL), step: .chat,
                        headLimit: configuration.deadlines.chatHead, sending: sending)
                    guard (200..<300).contains(answer.status) else {
                        throw statusError(
                            try await collect(answer, limit: Answer.byteLimit), step: .chat)
                    }
                    reader.open()
                    try await read(answer, into: reader, onUpdate)
                }
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
            reader.take(try document(of: whole, step: .chat))
            await onUpdate(.accepted(id: Self.id(of: reader.transcript, secrets)))
            return
        }
        let idle = configuration.deadlines.chatIdle
        try await withIdleDeadline(
            idle, on: configuration.clock, reason: "the answer stood still for \(idle.words)"
        ) { activity in
            var isAccepted = false
            var body = AnswerBody(answer)
            while let buffer = try await body.next() {
                activity.note()
                let updates = try reader.feed(buffer.readableBytesView)
                if !isAccepted, reader.hasObject {
                    isAccepted = true
                    await onUpdate(.accepted(id: Self.id(of: reader.transcript, secrets)))
                }
                for progress in updates { await onUpdate(.progress(progress)) }
                if reader.isDone { return }
            }
            // A cancelled body ends as if it were complete.
            try Task.checkCancellation()
            for progress in try reader.finish() { await onUpdate(.progress(progress)) }
            if !isAccepted, reader.hasObject {
                await onUpdate(.accepted(id: Self.id(of: reader.transcript, secrets)))
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
            if !links.isEmpty {
                return ChatResult(id: Self.id(of: transcript, secrets), links: links)
            }
        case .failed(let failure):
            let shown = failure.visible(secrets)
            let advice = FailureAdvice.text(status: nil, failure: failure, step: .chat)
            throw ClientError(
                code: .generationFailed, step: .chat, httpStatus: 200, apiCode: shown.code,
                message: shown.message.isEmpty ? "the gateway gives no reason" : shown.message,
                advice: advice.isEmpty
                    ? "the sync API may charge for it: look into the console of the gateway"
                    : advice,
                delivery: .refused)
        case .unknown:
            break
        }
        if let error = interruption as? ClientError { throw error }
        if reader.isPage { throw pageError }
        let reason = interruption.map { clientError(for: $0, step: .chat, sending: sending) }
        if let reason, reason.code == .cancelled || !reader.isOpen { throw reason }
        throw ClientError(
            code: .outcomeUnknown, step: .chat, httpStatus: 200,
            message: "the answer broke off before the video was there"
                + (reason.map { ": \($0.message)" } ?? ""),
            advice: ClientError.Step.unknownAdvice, delivery: .unknown)
    }

    /// The id that the gateway gave to the answer, as it came; nil for one that cannot be used.
    private static func id(of transcript: ChatTranscript, _ secrets: SecretFilter) -> String? {
        transcript.id.flatMap { VideoTask.isUsable($0, secrets) ? $0 : nil }
    }

    private var pageError: ClientError {
        ClientError(
            code: .badAnswer, step: .chat, httpStatus: 200,
            message: "the server answered with a web page instead of an event stream",
            advice: ClientError.Step.unknownAdvice, delivery: .unknown)
    }
}
