import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1

extension GatewayClient {
    /// Streams the body of an answer to the end of the file, hashes and checks it. After a failure
    /// the file holds what came, for the next try.
    func receive(
        _ answer: OpenAnswer, into file: PartFile, total: Int64?,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> DownloadedPart {
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
        try await store(answer, total: total, in: file, onProgress)
        do {
            try check(file, total: total)
        } catch {
            // All that was announced is here: more of it would not make it better.
            if error.code != .truncated || total == file.byteCount { file.forgetSource() }
            throw error
        }
        return try await file.finish()
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
            var block: [ByteBuffer] = []
            var blockBytes = 0
            do {
                var received = file.byteCount
                var told = received
                var buffers = answer.body.makeAsyncIterator()
                while let buffer = try await naming(answer.origin, { try await buffers.next() }) {
                    activity.note()
                    received += Int64(buffer.readableBytes)
                    guard received <= Self.videoByteLimit else { throw videoTooLarge }
                    block.append(buffer)
                    blockBytes += buffer.readableBytes
                    if blockBytes >= PartFile.blockByteCount(after: received)
                        || block.count >= PartFile.blockPieceLimit
                    {
                        try await pending?.get()
                        activity.note()
                        if let reason = file.rejection {
                            file.forgetSource()
                            throw notAVideo(reason)
                        }
                        let next = block
                        block.removeAll(keepingCapacity: true)
                        pending = file.write(next)
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
                let last = block
                block.removeAll()
                pending = file.write(last)
                try await pending?.get()
                onProgress(DownloadProgress(receivedBytes: received, totalBytes: total))
            } catch {
                // The file must not be closed under a write; the first error is the one to tell.
                // What came before the line broke is kept, the next try goes on behind it.
                try? await pending?.get()
                if error is ConnectionFailure { try? await file.write(block).get() }
                throw error
            }
        }
    }

    private func check(
        _ file: PartFile, total: Int64?
    ) throws(ClientError) {
        switch file.verdict {
        case .whole: break
        case .notMP4(let reason): throw notAVideo(reason)
        case .truncated(let reason): throw truncated(reason)
        }
        if let total, file.byteCount != total {
            throw truncated("\(file.byteCount) of \(total) bytes came")
        }
    }

    private func truncated(_ reason: String) -> ClientError {
        ClientError(
            code: .truncated, step: .download, message: "the video is not whole: \(reason)",
            advice: "`save` it again; the link works for a day at most")
    }

    private func notAVideo(_ reason: String) -> ClientError {
        ClientError(
            code: .notAVideo, step: .download, message: "what came is no video: \(reason)",
            advice: "`save` it again later; the link may have expired")
    }

    private var videoTooLarge: ClientError {
        ClientError(
            code: .tooLarge, step: .download,
            message: "the video is larger than \(grouped(Int(Self.videoByteLimit))) bytes (8 GiB)",
            advice: "fetch it with another tool")
    }
}
