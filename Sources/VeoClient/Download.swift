import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Where a video is fetched from.
package struct VideoSource: Sendable, Hashable {
    /// Addresses from an answer, in its order.
    package let links: [VideoLink]
    /// With the id, `GET /videos/{id}/content` is asked when the addresses are dead.
    package let id: String?

    /// The addresses that an answer names.
    package static func links(_ links: [VideoLink], id: String?) -> VideoSource {
        VideoSource(links: links, id: id)
    }

    /// The gateway itself.
    package static func content(id: String) -> VideoSource { VideoSource(links: [], id: id) }
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
    /// was killed. The file is removed when this fails; until it is committed or discarded no other
    /// program can write it. `onProgress` is called about every 256 KiB.
    ///
    /// - Parameters:
    ///   - isFresh: whether the job has just been completed. Its file may come a little later then,
    ///     and what else would be a dead link is asked for again, for about a minute.
    ///   - doubtful: the name for what may be the video, but cannot be trusted to be whole. It
    ///     replaces nothing: a number is added. Nil keeps nothing of that kind.
    package func download(
        _ source: VideoSource, toPart partPath: String, isFresh: Bool = false,
        keepingDoubtful doubtful: String? = nil,
        onProgress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
    ) async throws(ClientError) -> DownloadedPart {
        var search = VideoSearch(
            client: self, source: source, partPath: partPath, doubtfulPath: doubtful,
            onProgress: onProgress)
        return try await search.run(isFresh: isFresh)
    }

    /// The addresses that the gateway names now, by one poll that is not repeated.
    func freshLinks(of id: String) async -> [VideoLink] {
        guard let task = try? await statusOnce(id), task.status == .completed else { return [] }
        return task.links
    }

    func contentURL(_ id: String) -> String {
        configuration.baseURL.url(path: "/videos/\(percentEncodedSegment(id))/content")
    }

    /// One try of one address, and of those that its answers name.
    func fetchOnce(
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
                    switch try await fetchStep(url, file, onProgress) {
                    case .video(let part): return part
                    case .again: continue
                    case .text(let answer, let origin):
                        url = try link(in: answer, from: url, origin)
                    }
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

    /// What one request of a download brought.
    private enum FetchStep: Sendable {
        case video(DownloadedPart)
        /// No video: perhaps the address of one.
        case text(Answer, Origin?)
        /// Another range than the one that was asked for: from the start, without one.
        case again
    }

    private func fetchStep(
        _ url: String, _ file: PartFile,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> FetchStep {
        var outgoing = OutgoingRequest(method: "GET", url: url, accept: "video/mp4, */*")
        outgoing.resumption = file.resumption(from: url)
        let answer = try await send(
            outgoing, step: .download, headLimit: configuration.deadlines.head)
        let beginning: DownloadStart
        if let resumption = outgoing.resumption, [206, 416].contains(answer.status) {
            // A packed rest does not fit what is there.
            guard answer.status == 206, AnswerBody.codings(answer.headers).isEmpty,
                let total = resumption.total(in: answer.headers)
            else {
                try await file.restart(from: nil)
                return .again
            }
            beginning = .rest(total: total)
        } else {
            guard answer.status == 200 else {
                return .text(try await collect(answer, limit: Answer.byteLimit), answer.origin)
            }
            // Also where a range was asked for: the server ignores it, or has another file.
            // A tag is sent back, and noted in the file: not one with the key in it.
            let tag = Resumption.strongTag(in: answer.headers).flatMap { tag in
                secrets.contains(in: tag) ? nil : tag
            }
            beginning = .whole(source: tag.map { PartFile.Source(url: url, tag: $0) })
        }
        switch try await receive(answer, into: file, beginning, onProgress) {
        case .video(let part): return .video(part)
        case .text(let bytes):
            let text = Answer(
                status: answer.status, headers: answer.headers, mediaType: answer.mediaType,
                bytes: bytes)
            return .text(text, answer.origin)
        }
    }

    /// Reads an answer that is no video: the address of one, or the reason why there is none.
    private func link(in answer: Answer, from url: String, _ origin: Origin?) throws -> String {
        guard answer.status == 200 else {
            var error =
                (200..<300).contains(answer.status)
                ? ClientError(
                    code: [202, 204].contains(answer.status) ? .notReady : .badAnswer,
                    step: .download, httpStatus: answer.status,
                    message: "the server answered \(answer.status) instead of a video",
                    advice: "try again later",
                    retryAfter: RetryAfter.wish(in: answer.headers, now: now))
                : statusError(answer, step: .download, from: origin)
            if Self.saysNotReady(error.message) || [409, 425].contains(answer.status) {
                error.code = .notReady
            }
            throw error
        }
        if let bare = VideoLink(bareAddress: answer.bytes, relativeTo: configuration.baseURL),
            bare.url != url, !secrets.contains(in: bare.url)
        {
            return bare.url
        }
        let body = try json(of: answer, step: .download)
        let task = VideoTask(
            body: body, id: "", base: configuration.baseURL, secrets: secrets)
        if let link = task?.link, link.url != url { return link.url }
        let bare = ["video_url", "result_url", "url"].lazy.compactMap { body[$0]?.text }.first
            .flatMap { VideoLink($0, relativeTo: configuration.baseURL) }
        if let bare, bare.url != url, !secrets.contains(in: bare.url) { return bare.url }
        if let reason = task?.error {
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

    static func saysNotReady(_ message: String) -> Bool {
        let lowered = message.lowercased()
        return lowered.contains("not completed") || lowered.contains("not ready")
    }
}
