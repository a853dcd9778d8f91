import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Where a video is fetched from.
package enum VideoSource: Sendable, Hashable {
    /// An address from an answer; with the id, `/content` is asked when the address is dead.
    case link(VideoLink, id: String?)
    /// `GET /videos/{id}/content`.
    case content(id: String)
}

/// How far a download is.
package struct DownloadProgress: Sendable, Hashable {
    package let receivedBytes: Int64
    /// Nil when the server does not say.
    package let totalBytes: Int64?
}

extension GatewayClient {
    /// The largest video, in bytes: 8 GiB.
    package static let videoByteLimit: Int64 = 8 * 1024 * 1024 * 1024
    /// How many bytes come between two calls of the progress callback.
    static let progressByteStep: Int64 = 256 * 1024
    /// How often an answer may name another address before the video comes.
    static let linkHopLimit = 3

    /// Fetches a video into a file at `partPath`, checks it and brings it to the disk. A download
    /// that breaks off goes on where it was when the server can do that, also one of a program that
    /// was killed. The file is removed when
    /// this fails; until it is committed or discarded no other program can write it. `onProgress`
    /// is called about every 256 KiB.
    package func download(
        _ source: VideoSource, toPart partPath: String,
        onProgress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
    ) async throws(ClientError) -> DownloadedPart {
        let file: PartFile
        let address =
            switch source {
            case .link(let link, _): link.url
            case .content(let id): contentURL(id)
            }
        do { file = try await PartFile.open(path: partPath, goingOnFrom: address) } catch {
            throw clientError(for: error, step: .download, sending: nil)
        }
        do {
            switch source {
            case .content(let id):
                return try await fetchReady(contentURL(id), file, onProgress)
            case .link(let link, let id):
                return try await fetch(link, id: id, file, onProgress)
            }
        } catch {
            file.remove()
            throw error
        }
    }

    /// Fetches a link. When it gives no video, one poll asks for a fresh one, and the gateway itself
    /// may still have it.
    private func fetch(
        _ link: VideoLink, id: String?, _ file: PartFile,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws(ClientError) -> DownloadedPart {
        var failure: ClientError
        do {
            return try await fetchReady(link.url, file, onProgress)
        } catch {
            failure = error
        }
        guard let id, failure.leavesOtherSources, link.url != contentURL(id) else { throw failure }
        if let fresh = await freshLink(of: id), fresh.url != link.url, fresh.url != contentURL(id) {
            do {
                return try await fetchReady(fresh.url, file, onProgress)
            } catch {
                guard error.leavesOtherSources else { throw error }
            }
        }
        do {
            return try await fetchReady(contentURL(id), file, onProgress)
        } catch {
            guard error.leavesOtherSources else { throw error }
            if error.message != failure.message {
                failure.message +=
                    "; asked itself, the gateway has no video either: "
                    + error.message
            }
            throw failure
        }
    }

    /// The address that the gateway names now, by one poll that is not repeated.
    private func freshLink(of id: String) async -> VideoLink? {
        let task = try? await statusOnce(id)
        return task?.status == .completed ? task?.link : nil
    }

    private func contentURL(_ id: String) -> String {
        configuration.baseURL.url(path: "/videos/\(percentEncodedSegment(id))/content")
    }

    /// Right after a task is completed its file may not be there yet: five tries, 3 s apart.
    private func fetchReady(
        _ address: String, _ file: PartFile,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws(ClientError) -> DownloadedPart {
        var attempt = 1
        while true {
            do {
                return try await retrying(.download) { () async throws(ClientError) in
                    try await fetchOnce(address, file, onProgress)
                }
            } catch {
                guard error.code == .notReady, attempt < configuration.retry.notReadyTries else {
                    throw error
                }
            }
            attempt += 1
            try await sleep(
                configuration.retry.notReadyDelay, step: .download, delivery: .notApplicable)
        }
    }

    /// One try.
    private func fetchOnce(
        _ address: String, _ file: PartFile,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws(ClientError) -> DownloadedPart {
        do {
            let limit = configuration.deadlines.downloadWhole
            return try await withDeadline(
                limit, on: configuration.clock, reason: { "it took longer than \(limit.words)" }
            ) {
                var url = address
                for _ in 0...Self.linkHopLimit {
                    var outgoing = OutgoingRequest(
                        method: "GET", url: url, accept: "video/mp4, */*")
                    outgoing.resumption = file.resumption(from: url)
                    let answer = try await send(
                        outgoing, step: .download, headLimit: configuration.deadlines.head)
                    if let resumption = outgoing.resumption, [206, 416].contains(answer.status) {
                        if let total = resumption.total(in: answer.headers),
                            answer.status == 206
                        {
                            return try await receive(answer, into: file, total: total, onProgress)
                        }
                        // Another range than the one asked for: from the start, without one.
                        try await file.restart(from: nil)
                        continue
                    }
                    guard answer.status == 200, !Self.isText(answer) else {
                        url = try await link(in: answer)
                        continue
                    }
                    // Also where a range was asked for: the server ignores it, or has another file.
                    // A tag is sent back, and noted in the file: not one with the key in it.
                    let tag = Resumption.strongTag(in: answer.headers).flatMap { tag in
                        secrets.contains(in: tag) ? nil : tag
                    }
                    let source = tag.map { PartFile.Source(url: url, tag: $0) }
                    let total = answer.headers.first(name: "Content-Length").flatMap { Int64($0) }
                    try await file.restart(from: source)
                    return try await receive(answer, into: file, total: total, onProgress)
                }
                throw ClientError(
                    code: .badAnswer, step: .download,
                    message: "the gateway names one address after the other, but no video",
                    advice: "try again later")
            }
        } catch {
            throw clientError(for: error, step: .download, sending: nil)
        }
    }

    private static func isText(_ answer: OpenAnswer) -> Bool {
        ["application/json", "text/html", "text/json"].contains(answer.mediaType)
            || answer.mediaType.hasSuffix("+json")
    }

    /// Reads an answer that is no video: the address of one, or the reason why there is none.
    private func link(in open: OpenAnswer) async throws -> String {
        let answer = try await collect(open, limit: Answer.byteLimit)
        guard answer.status == 200 else {
            var error =
                (200..<300).contains(answer.status)
                ? ClientError(
                    code: .badAnswer, step: .download, httpStatus: answer.status,
                    message: "the server answered \(answer.status) instead of a video",
                    advice: "try again later",
                    retryAfter: RetryAfter.wish(in: answer.headers, now: now))
                : statusError(answer, step: .download, from: open.origin)
            if Self.saysNotReady(error.message) { error.code = .notReady }
            throw error
        }
        let body = try json(of: answer, step: .download)
        let task = VideoTask(
            body: body, id: "", base: configuration.baseURL, secrets: secrets)
        if let link = task?.link, link.url != open.url { return link.url }
        let bare = ["video_url", "result_url", "url"].lazy.compactMap { body[$0]?.text }.first
            .flatMap { VideoLink($0, relativeTo: configuration.baseURL) }
        if let bare, bare.url != open.url, !secrets.contains(in: bare.url) { return bare.url }
        if task?.status == .failed, let reason = task?.error {
            throw ClientError(
                code: .generationFailed, step: .download, apiCode: reason.code,
                message: "the generation failed: \(secrets.visible(reason.message))",
                advice: reason.advice)
        }
        let said = APIFailure(body: body)?.message ?? body["message"]?.text ?? ""
        throw ClientError(
            code: .notReady, step: .download, httpStatus: answer.status,
            message: "the gateway has no file for this task yet"
                + (said.isEmpty ? "" : ": \(secrets.visible(said, limit: 200))"),
            advice: "`save` it again in a moment",
            retryAfter: RetryAfter.wish(in: answer.headers, now: now))
    }

    private static func saysNotReady(_ message: String) -> Bool {
        let lowered = message.lowercased()
        return lowered.contains("not completed") || lowered.contains("not ready")
    }
}

extension ClientError {
    /// Whether the video may be had from another address.
    fileprivate var leavesOtherSources: Bool {
        switch code {
        case .invalidKey, .paymentRequired, .forbidden, .notFound, .refused, .rateLimited,
            .serverError, .badAnswer, .connection, .timeout, .outcomeUnknown, .notReady, .notAVideo,
            .truncated:
            true
        case .generationFailed, .tooLarge, .file, .targetExists, .cancelled: false
        }
    }
}
