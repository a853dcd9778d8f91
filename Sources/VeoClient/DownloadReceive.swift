import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1

extension GatewayClient {
    /// Streams the body of an answer into a file, hashes and checks it. The file is closed on
    /// every path and removed on every failing one.
    func receive(
        _ answer: OpenAnswer, into path: String,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> DownloadedPart {
        let total = answer.headers.first(name: "Content-Length").flatMap { Int64($0) }
        if let encoding = answer.headers.first(name: "Content-Encoding"),
            encoding.lowercased() != "identity"
        {
            throw ClientError(
                code: .badAnswer, step: .download,
                message: "the video came in an encoding nobody asked for: "
                    + secrets.visible(encoding, limit: 40),
                advice: "try again later")
        }
        if let total, total > Self.videoByteLimit { throw videoTooLarge }
        let file = try await PartFile.open(path: path)
        do {
            try await store(answer, total: total, in: file, onProgress)
            let (part, verdict) = try await file.finish()
            try check(part, verdict, total: total)
            file.close()
            return part
        } catch {
            file.close()
            unlink(path)
            throw error
        }
    }

    private func store(
        _ answer: OpenAnswer, total: Int64?, in file: PartFile,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws {
        let idle = configuration.deadlines.idleBody
        try await withIdleDeadline(
            idle, on: configuration.clock, reason: "the download stood still for \(idle.words)"
        ) { activity in
            // One block is written and hashed while the next one comes in.
            var pending: EventLoopFuture<Void>?
            do {
                var block: [ByteBuffer] = []
                var blockBytes = 0
                var received: Int64 = 0
                var told: Int64 = 0
                var buffers = answer.body.makeAsyncIterator()
                while let buffer = try await naming(answer.origin, { try await buffers.next() }) {
                    activity.note()
                    received += Int64(buffer.readableBytes)
                    guard received <= Self.videoByteLimit else { throw videoTooLarge }
                    block.append(buffer)
                    blockBytes += buffer.readableBytes
                    if blockBytes >= PartFile.blockByteCount
                        || block.count >= PartFile.blockPieceLimit
                    {
                        try await pending?.get()
                        activity.note()
                        if let reason = file.rejection { throw notAVideo(reason) }
                        pending = file.write(block)
                        block.removeAll(keepingCapacity: true)
                        blockBytes = 0
                    }
                    if received - told >= Self.progressByteStep {
                        told = received
                        onProgress(DownloadProgress(receivedBytes: received, totalBytes: total))
                    }
                }
                // A cancelled body ends as if it were complete.
                try Task.checkCancellation()
                try await pending?.get()
                pending = file.write(block)
                try await pending?.get()
                onProgress(DownloadProgress(receivedBytes: received, totalBytes: total))
            } catch {
                // The file must not be closed under a write; the first error is the one to tell.
                try? await pending?.get()
                throw error
            }
        }
    }

    private func check(
        _ part: DownloadedPart, _ verdict: MP4Walker.Verdict, total: Int64?
    ) throws(ClientError) {
        switch verdict {
        case .whole: break
        case .notMP4(let reason): throw notAVideo(reason)
        case .truncated(let reason): throw truncated(reason)
        }
        if let total, part.byteCount != total {
            throw truncated("\(part.byteCount) of \(total) bytes came")
        }
    }

    private func truncated(_ reason: String) -> ClientError {
        ClientError(
            code: .truncated, step: .download, message: "the video is not whole: \(reason)",
            advice: "'save' it again; the link works for a day at most")
    }

    private func notAVideo(_ reason: String) -> ClientError {
        ClientError(
            code: .notAVideo, step: .download, message: "what came is no video: \(reason)",
            advice: "'save' it again later; the link may have expired")
    }

    private var videoTooLarge: ClientError {
        ClientError(
            code: .tooLarge, step: .download,
            message: "the video is larger than \(grouped(Int(Self.videoByteLimit))) bytes (8 GiB)",
            advice: "fetch it with another tool")
    }
}
