import NIOCore
import NIOHTTP1
import Synchronization

/// What has come of an answer, for the case that no more comes.
final class ReceivedAnswer: Sendable {
    private let state = Mutex<Answer?>(nil)

    var answer: Answer? { state.withLock { $0 } }

    func keep(_ answer: Answer) { state.withLock { $0 = answer } }
}

extension GatewayClient {
    /// Reads a whole body up to a limit. Of an answer that refuses, the status is what counts: what
    /// came of its body will do when the line breaks, or more comes than is read.
    ///
    /// With a sign, the text of a video in it is passed over and told there. `keeping` is handed
    /// what came, whatever comes of it.
    func collect(
        _ answer: OpenAnswer, limit: Int, passingOver video: InlineVideoSign? = nil,
        keeping keep: @escaping @Sendable (Answer) -> Void = { _ in }
    ) async throws -> Answer {
        let idle = configuration.deadlines.idleBody
        let isRefusal = !(200..<300).contains(answer.status)
        @Sendable func whole(_ bytes: [UInt8]) -> Answer {
            Answer(
                status: answer.status, headers: answer.headers, mediaType: answer.mediaType,
                bytes: bytes)
        }
        do {
            return whole(
                try await withIdleDeadline(
                    idle, on: configuration.clock,
                    reason: "the answer stood still for \(idle.words)"
                ) { activity in
                    var body = AnswerBody(answer)
                    return try await Self.bytes(
                        of: &body, limit: limit, isRefusal: isRefusal, passingOver: video, activity,
                        keeping: { keep(whole($0)) })
                })
        } catch is DeadlineReached where isRefusal {
            return whole([])
        }
    }

    private static func bytes(
        of body: inout AnswerBody, limit: Int, isRefusal: Bool,
        passingOver video: InlineVideoSign?, _ activity: Activity,
        keeping keep: ([UInt8]) -> Void
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var reader = InlineVideoReader()
        defer { keep(bytes + reader.document) }
        do {
            while let buffer = try await body.next() {
                activity.note()
                if let video {
                    _ = reader.feed(buffer.readableBytesView)
                    if reader.hasVideo { video.see() }
                } else {
                    bytes.append(contentsOf: buffer.readableBytesView)
                }
                guard bytes.count + reader.document.count <= limit else {
                    throw BodyTooLarge(what: "the answer", limit: limit)
                }
            }
        } catch  where isRefusal && !(error is CancellationError) {}
        // A cancelled body ends as if it were complete.
        try Task.checkCancellation()
        return bytes + reader.document
    }

    /// The JSON of a good answer that must be whole.
    func json(of answer: Answer, step: ClientError.Step) throws(ClientError) -> JSONValue {
        let document = try document(of: answer, step: step)
        guard document.isWhole else { throw cutShort(answer, step: step) }
        return document.value
    }

    /// The JSON of a good answer, as much of it as came.
    func document(of answer: Answer, step: ClientError.Step) throws(ClientError) -> JSONDocument {
        if let document = JSONDocument(answer.bytes) { return document }
        throw unreadable(answer, step: step)
    }

    /// The error of an answer of which a part came that decides nothing.
    func cutShort(_ answer: Answer, step: ClientError.Step) -> ClientError {
        unreadable(answer, step: step)
    }

    private func unreadable(_ answer: Answer, step: ClientError.Step) -> ClientError {
        let isPage = answer.mediaType == "text/html" || looksLikeHTML(answer.bytes)
        let wanted =
            switch step {
            case .download: "a video"
            case .chat: "an event stream"
            case .create, .status: "JSON"
            }
        var advice = "try again later"
        switch step {
        case .create, .chat: advice = ClientError.Step.unknownAdvice
        case .status: if isPage { advice = "check that base-url is the address of the API" }
        case .download: advice = "`save` it again later; the link may have expired"
        }
        var message = "the answer is no complete JSON"
        if isPage {
            message = "the server answered with a web page instead of \(wanted)"
        } else if step == .download {
            message = "the server answered with broken JSON instead of a video"
        } else if answer.bytes.isEmpty {
            message = "the answer is empty" + (step == .create ? shownLocation(of: answer) : "")
        } else if step == .create {
            message += "; it is: \(shown(answer))"
        }
        return ClientError(
            code: .badAnswer, step: step, httpStatus: answer.status, message: message,
            advice: advice, delivery: step.interruptedDelivery,
            retryAfter: RetryAfter.wish(in: answer.headers, now: now))
    }

    /// The beginning of an answer that is not understood: somebody may find the id of a job in it.
    func shown(_ answer: Answer) -> String {
        secrets.visible(
            String(decoding: answer.bytes, as: UTF8.self).trimmedBlanks, limit: Self.shownAnswer)
    }

    /// The address that an answer without an id gives.
    func shownLocation(of answer: Answer) -> String {
        guard let address = answer.headers.first(name: "Location") else { return "" }
        return ", with the address " + secrets.visible(VideoLink.withoutQuery(address), limit: 120)
    }

    /// How much of such an answer is shown, in Unicode scalars.
    private static var shownAnswer: Int { 400 }
}
