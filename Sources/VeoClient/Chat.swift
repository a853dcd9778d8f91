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
                            try await collect(answer, limit: Answer.byteLimit), step: .chat,
                            prompt: request.prompt)
                    }
                    reader.open(answer.headers)
                    try await read(answer, into: reader, onUpdate)
                }
            }
        } catch {
            interruption = error
        }
        return try result(
            of: reader, prompt: request.prompt, interruption: interruption, sending: sending)
    }

    /// Reads the event stream, or the JSON that some gateways send instead.
    private func read(
        _ answer: OpenAnswer, into reader: ChatReader,
        _ onUpdate: @escaping @Sendable (ChatUpdate) async -> Void
    ) async throws {
        if answer.mediaType == "application/json" || answer.mediaType == "text/html" {
            let whole = try await collect(answer, limit: Answer.byteLimit)
            guard reader.take(whole.bytes) else {
                _ = try document(of: whole, step: .chat)
                return
            }
            if reader.isTaken {
                await onUpdate(.accepted(id: Self.id(of: reader.transcript, secrets)))
            }
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
                if !isAccepted, reader.isTaken {
                    isAccepted = true
                    await onUpdate(.accepted(id: Self.id(of: reader.transcript, secrets)))
                }
                for progress in updates { await onUpdate(.progress(progress)) }
                if reader.isDone || reader.isVideo { return }
            }
            // A cancelled body ends as if it were complete.
            try Task.checkCancellation()
            for progress in try reader.finish() { await onUpdate(.progress(progress)) }
            if !isAccepted, reader.isTaken {
                await onUpdate(.accepted(id: Self.id(of: reader.transcript, secrets)))
            }
        }
    }

    /// Judges what was read, also when the reading broke off: a link that came is a video.
    private func result(
        of reader: ChatReader, prompt: String, interruption: (any Error)?,
        sending: StreamedBody.Progress
    ) throws(ClientError) -> ChatResult {
        let transcript = reader.transcript
        switch transcript.outcome {
        case .links(let found):
            let links = found.filter { !secrets.contains(in: $0.url) }
            if !links.isEmpty {
                return ChatResult(id: Self.id(of: transcript, secrets), links: links)
            }
        case .refused(let failure, let body):
            throw refused(failure, body, reader.headers, prompt: prompt)
        case .failed(let failure): throw failed(failure, prompt: prompt)
        case .task(let id):
            throw ClientError(
                code: .outcomeUnknown, step: .chat, httpStatus: 200,
                message: "the gateway made a task of it and sent no video; it names the id "
                    + secrets.visible(id, limit: VideoTask.idByteLimit),
                advice: ClientError.Step.unknownAdvice, delivery: .unknown)
        case .unknown:
            break
        }
        if reader.isVideo {
            throw ClientError(
                code: .outcomeUnknown, step: .chat, httpStatus: 200,
                message: "the server answered with the video itself, which `set mode sync` does "
                    + "not read",
                advice: "it was made and may be billed; `set mode async`", delivery: .unknown)
        }
        if let error = interruption as? ClientError { throw error }
        if reader.isPage { throw pageError }
        let reason = interruption.map { clientError(for: $0, step: .chat, sending: sending) }
        if let reason, reason.code == .cancelled || !reader.isOpen { throw reason }
        throw ClientError(
            code: .outcomeUnknown, step: .chat, httpStatus: 200,
            message: "the answer broke off before the video was there"
                + (reason.map { ": \($0.message)" } ?? "")
                + (reason?.code == .tooLarge ? "" : shown(reader.plain)),
            advice: ClientError.Step.unknownAdvice, delivery: .unknown)
    }

    private func shown(_ plain: [UInt8]) -> String {
        let text = String(decoding: plain, as: UTF8.self).trimmedBlanks
        return text.isEmpty ? "" : "; what came is: " + secrets.visible(text, limit: 400)
    }

    /// The error of a refusal that stands in a good answer before anything else: its code counts
    /// like such a status, where it says for sure that nothing was made.
    private func refused(
        _ failure: APIFailure, _ body: JSONValue, _ headers: HTTPHeaders, prompt: String
    ) -> ClientError {
        let judged = failure.withoutEcho(of: prompt)
        // A filter may have seen the video; and a task that failed was one.
        guard !FailureAdvice.isContentPolicy(judged),
            AnswerReading(body, known: nil)?.status?.status != .failed
        else { return failed(failure, prompt: prompt) }
        let error = insideError(
            failure, in: body, status: 200, headers: headers, step: .chat, prompt: prompt)
        return error.delivery == .refused || error.code == .outcomeUnknown
            ? error : failed(failure, prompt: prompt)
    }

    /// The error of a generation that failed.
    private func failed(_ failure: APIFailure, prompt: String) -> ClientError {
        let shown = failure.visible(secrets)
        let advice = FailureAdvice.text(
            status: nil, failure: failure.withoutEcho(of: prompt), step: .chat)
        return ClientError(
            code: .generationFailed, step: .chat, httpStatus: 200, apiCode: shown.code,
            message: shown.message.isEmpty ? "the gateway gives no reason" : shown.message,
            advice: advice.isEmpty
                ? "the sync API may charge for it: look into the console of the gateway"
                : advice,
            delivery: .refused)
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
