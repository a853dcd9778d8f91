import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1

/// How the body of an answer fits what is in the file already.
enum DownloadStart: Sendable {
    /// It goes on behind it, up to this length of the whole.
    case rest(total: Int64)
    /// It is the whole file, in place of what is there.
    case whole(source: PartFile.Source?)
}

/// What the body of a good answer to a download was.
enum ReceivedBody: Sendable {
    case video(DownloadedPart)
    /// Surely no video, whatever its type says.
    case text([UInt8])
}

extension GatewayClient {
    /// How many bytes tell a video from a text.
    static let signLength = 16

    /// Streams the body of an answer to the end of the file, hashes and checks it. After a failure
    /// the file holds what came, for the next try. What the body is, its bytes decide: a video comes
    /// as `text/html`, and JSON as `video/mp4`.
    func receive(
        _ answer: OpenAnswer, into file: PartFile, _ start: DownloadStart,
        _ onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> ReceivedBody {
        let idle = configuration.deadlines.idleBody
        let store = VideoStore(
            file: file, client: self, announced: Resumption.length(in: answer.headers),
            onProgress: onProgress)
        let stored = try await withIdleDeadline(
            idle, on: configuration.clock, reason: "the download stood still for \(idle.words)"
        ) { activity in
            var store = store
            return try await store.take(answer, start, activity)
        }
        switch stored {
        case .text(let bytes): return .text(bytes)
        case .video(let total):
            do {
                try check(file, total: total)
            } catch {
                // All that was announced is here: more of it would not make it better.
                if error.code != .truncated || total == file.byteCount { file.forgetSource() }
                throw error
            }
            return .video(try await file.finish())
        }
    }

    private func check(_ file: PartFile, total: Int64?) throws(ClientError) {
        guard file.byteCount > 0 else {
            throw ClientError(
                code: .notReady, step: .download,
                message: "the server answered with nothing instead of a video",
                advice: "`save` it again in a moment")
        }
        var failure: ClientError
        switch file.verdict {
        case .whole:
            guard let total, file.byteCount != total else { return }
            failure = truncated("\(file.byteCount) of \(total) bytes came")
        case .truncated(let reason): failure = truncated(reason)
        case .odd(let reason):
            failure = ClientError(
                code: .notAVideo, step: .download, message: "the video is doubtful: \(reason)",
                advice: "`save` it again later")
        case .notVideo(let reason):
            failure = ClientError(
                code: .notAVideo, step: .download, message: "what came is no video: \(reason)",
                advice: "`save` it again later; the link may have expired")
        }
        // Who sends the same bytes twice has no others.
        failure.isSettled = file.isSameAsBefore()
        throw failure
    }

    private func truncated(_ reason: String) -> ClientError {
        ClientError(
            code: .truncated, step: .download, message: "the video is not whole: \(reason)",
            advice: "`save` it again; the link works for a day at most")
    }

    fileprivate static let videoTooLarge = ClientError(
        code: .tooLarge, step: .download,
        message: "the video is larger than \(grouped(Int(videoByteLimit))) bytes (8 GiB)",
        advice: "fetch it with another tool")

    /// Whether bytes are surely no video.
    static func isText(_ bytes: [UInt8]) -> Bool {
        if bytes.count >= 8, MP4Walker.isBox(Array(bytes[4..<8])) { return false }
        return bytes.isEmpty || MP4Walker.text(bytes) != nil
    }
}

/// One body on its way into the file: one block is written and hashed while the next one comes in.
private struct VideoStore: Sendable {
    let file: PartFile
    let client: GatewayClient
    /// The length that the answer announces.
    let announced: Int64?
    let onProgress: @Sendable (DownloadProgress) -> Void

    private var pending: EventLoopFuture<Void>?
    private var block: [ByteBuffer] = []
    private var blockBytes = 0
    private var received: Int64 = 0
    private var told: Int64 = 0
    private var total: Int64?

    init(
        file: PartFile, client: GatewayClient, announced: Int64?,
        onProgress: @escaping @Sendable (DownloadProgress) -> Void
    ) {
        self.file = file
        self.client = client
        self.announced = announced
        self.onProgress = onProgress
    }

    enum Stored: Sendable {
        /// With the length that the whole file must have, where that is known.
        case video(total: Int64?)
        case text([UInt8])
    }

    mutating func take(
        _ answer: OpenAnswer, _ start: DownloadStart, _ activity: Activity
    ) async throws -> Stored {
        // The body of an answer can be begun once.
        var body: AnswerBody
        switch start {
        case .rest(let total):
            // Bytes from the middle of a file say nothing of what they are.
            body = AnswerBody(asItIs: answer)
            self.total = total
            received = file.byteCount
        case .whole(let source):
            body = AnswerBody(answer)
            if let text = try await begin(&body, source, activity) { return .text(text) }
        }
        if let total, total > GatewayClient.videoByteLimit { throw GatewayClient.videoTooLarge }
        told = received
        do {
            while let buffer = try await body.next() {
                activity.note()
                try await take(buffer, activity)
            }
            // A cancelled body ends as if it were complete.
            try Task.checkCancellation()
            try await handOver()
            try await pending?.get()
        } catch {
            // The file must not be closed under a write; the first error is the one to tell.
            // What came before the line broke is kept, the next try goes on behind it.
            try? await pending?.get()
            if error is ConnectionFailure { try? await file.write(block).get() }
            throw error
        }
        onProgress(DownloadProgress(receivedBytes: received, totalBytes: total))
        return .video(total: total)
    }

    /// Reads the first bytes and makes the file ready for the rest; the whole body when it is text.
    private mutating func begin(
        _ body: inout AnswerBody, _ source: PartFile.Source?, _ activity: Activity
    ) async throws -> [UInt8]? {
        // Before anything is read of what nobody has room for.
        if let announced, announced > GatewayClient.videoByteLimit {
            throw GatewayClient.videoTooLarge
        }
        var opening = ByteBuffer()
        var failure: (any Error)?
        do {
            while opening.readableBytes < GatewayClient.signLength,
                var buffer = try await body.next()
            {
                activity.note()
                opening.writeBuffer(&buffer)
            }
        } catch {
            // The next try goes on behind what came before the line broke, however little it is.
            guard error is ConnectionFailure, opening.readableBytes > 0 else { throw error }
            failure = error
        }
        try Task.checkCancellation()
        let sign = Array(opening.readableBytesView.prefix(GatewayClient.signLength))
        if GatewayClient.isText(sign), !sign.isEmpty {
            if let failure { throw failure }
            return try await takeText(opening, &body, activity)
        }
        // What came packed has neither the length nor the ranges of the file.
        try await file.restart(from: body.isPacked ? nil : source)
        total = body.isPacked ? nil : announced
        try await take(opening, activity)
        if let failure {
            try await handOver()
            try await pending?.get()
            throw failure
        }
        return nil
    }

    /// Reads a text to its end. A video that stands in it as Base64 goes into the file, in place of
    /// what is there, and the text is nil.
    private mutating func takeText(
        _ opening: ByteBuffer, _ body: inout AnswerBody, _ activity: Activity
    ) async throws -> [UInt8]? {
        var reader = InlineVideoReader()
        var opening = opening
        while opening.readableBytes < InlineVideo.headByteCount, var piece = try await body.next() {
            activity.note()
            opening.writeBuffer(&piece)
        }
        // The text of a video alone is read like one in quotes.
        let text = opening.readableBytesView.drop { $0 <= 0x20 }
        if InlineVideo.start(in: Array(text.prefix(InlineVideo.headByteCount))) != nil {
            opening = ByteBuffer(bytes: [UInt8(ascii: "\"")] + text)
        }
        var next: ByteBuffer? = opening
        while let buffer = next {
            activity.note()
            let hadVideo = reader.hasVideo
            let video = reader.feed(buffer.readableBytesView)
            guard reader.document.count <= Answer.byteLimit else {
                throw BodyTooLarge(
                    what: "the answer, which is no video,", limit: Answer.byteLimit)
            }
            if reader.hasVideo, !hadVideo { try await file.restart(from: nil) }
            if !video.isEmpty { try await take(ByteBuffer(bytes: video), activity) }
            next = try await body.next()
        }
        try Task.checkCancellation()
        let rest = reader.finish()
        if !rest.isEmpty { try await take(ByteBuffer(bytes: rest), activity) }
        return reader.hasVideo ? nil : reader.document
    }

    private mutating func take(_ buffer: ByteBuffer, _ activity: Activity) async throws {
        received += Int64(buffer.readableBytes)
        guard received <= GatewayClient.videoByteLimit else { throw GatewayClient.videoTooLarge }
        block.append(buffer)
        blockBytes += buffer.readableBytes
        if blockBytes >= PartFile.blockByteCount(after: received)
            || block.count >= PartFile.blockPieceLimit
        {
            try await pending?.get()
            activity.note()
            try await handOver()
        }
        if received - told >= GatewayClient.progressByteStep {
            told = received
            onProgress(DownloadProgress(receivedBytes: received, totalBytes: total))
        }
    }

    private mutating func handOver() async throws {
        try await pending?.get()
        let next = block
        block.removeAll(keepingCapacity: true)
        blockBytes = 0
        pending = file.write(next)
    }
}
