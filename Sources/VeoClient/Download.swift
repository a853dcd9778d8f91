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

    /// Fetches a video into a file at `partPath`, checks it and brings it to the disk. The file
    /// is removed when this fails. `onProgress` is called about every 256 KiB.
    package func download(
        _ source: VideoSource, toPart partPath: String,
        onProgress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
    ) async throws(ClientError) -> DownloadedPart {
        switch source {
        case .content(let id):
            return try await whenReady { () async throws(ClientError) in
                try await fetch(contentURL(id), partPath, onProgress)
            }
        case .link(let link, let id):
            let failure: ClientError
            do {
                return try await whenReady { () async throws(ClientError) in
                    try await fetch(link.url, partPath, onProgress)
                }
            } catch {
                failure = error
            }
            // An expired or forbidden address: the gateway itself may still have the video.
            guard let id, let status = failure.httpStatus, [401, 403, 404, 410].contains(status),
                link.url != contentURL(id)
            else { throw failure }
            do {
                return try await whenReady { () async throws(ClientError) in
                    try await fetch(contentURL(id), partPath, onProgress)
                }
            } catch {
                throw error.code == .cancelled || error.httpStatus == nil ? error : failure
            }
        }
    }

    private func contentURL(_ id: String) -> String {
        configuration.baseURL.url(path: "/videos/\(percentEncodedSegment(id))/content")
    }

    /// Right after a task is completed its file may not be there yet: five tries, 3 s apart.
    private func whenReady(
        _ operation: () async throws(ClientError) -> DownloadedPart
    ) async throws(ClientError) -> DownloadedPart {
        var attempt = 1
        while true {
            do {
                return try await retrying(.download, operation)
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
    private func fetch(
        _ address: String, _ partPath: String,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws(ClientError) -> DownloadedPart {
        do {
            let limit = configuration.deadlines.downloadWhole
            return try await withDeadline(
                limit, on: configuration.clock, reason: { "it took longer than \(limit.words)" }
            ) {
                var url = address
                for _ in 0...Self.linkHopLimit {
                    let answer = try await send(
                        OutgoingRequest(method: "GET", url: url, accept: "video/mp4, */*"),
                        step: .download, headLimit: configuration.deadlines.head)
                    guard answer.status == 200, !Self.isText(answer) else {
                        url = try await link(in: answer)
                        continue
                    }
                    return try await receive(answer, into: partPath, onProgress)
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
                    advice: "try again later") : statusError(answer, step: .download)
            if Self.saysNotReady(error.message) { error.code = .notReady }
            throw error
        }
        let body = try json(of: answer, step: .download)
        let task = VideoTask(
            body: body, id: "", base: configuration.baseURL, secrets: secrets)
        if let link = task?.link, link.url != open.url { return link.url }
        let bare = ["video_url", "result_url", "url"].lazy.compactMap { body[$0]?.text }.first
            .flatMap { VideoLink($0, relativeTo: configuration.baseURL) }
        if let bare, bare.url != open.url { return bare.url }
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
            advice: "'save' it again in a moment")
    }

    private static func saysNotReady(_ message: String) -> Bool {
        let lowered = message.lowercased()
        return lowered.contains("not completed") || lowered.contains("not ready")
    }
}
