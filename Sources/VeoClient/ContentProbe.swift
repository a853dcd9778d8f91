import NIOCore

/// Whether the gateway has the video of a task that is completed, by its own word, names no video
/// and gives a reason why there may be none. Such a task is paid for or refused by a filter: only
/// `/content` tells which.
extension GatewayClient {
    /// How often `/content` is asked before a task is called failed: the file may come a little
    /// later.
    private static let probeTries = 3

    /// The task as `/content` has it: failed where the gateway surely has no video.
    func settled(_ task: VideoTask) async throws(ClientError) -> VideoTask {
        guard task.status == .completed, let reason = task.error else { return task }
        var task = task
        let tries = reason.isContentRefusal ? 1 : Self.probeTries
        for round in 1...tries {
            switch try await probe(task.id) {
            case .present, .unknown:
                task.error = nil
                return task
            case .absent:
                guard round < tries else { break }
                try await sleep(
                    configuration.retry.notReadyPause(afterRound: round, retryAfter: nil),
                    step: .status, delivery: .notApplicable)
            }
        }
        task.status = .failed
        return task
    }

    private enum Finding: Sendable {
        case present
        case absent
        /// A download finds out: it has its tries.
        case unknown
    }

    /// Asks `/content` without fetching more than its beginning.
    private func probe(_ id: String) async throws(ClientError) -> Finding {
        let outgoing = OutgoingRequest(
            method: "GET", url: contentURL(id), accept: "video/mp4, */*")
        let limit = configuration.deadlines.statusWhole
        do {
            return try await configuration.pace.run {
                try await withDeadline(
                    limit, on: configuration.clock, reason: { "it took longer than \(limit.words)" }
                ) {
                    let answer = try await send(outgoing, step: .download, headLimit: limit)
                    return try await finding(in: answer)
                }
            }
        } catch {
            let failure = clientError(for: error, step: .status, sending: nil)
            if failure.code == .cancelled { throw failure }
            return .unknown
        }
    }

    private func finding(in answer: OpenAnswer) async throws -> Finding {
        switch answer.status {
        case 200:
            var body = AnswerBody(answer)
            var bytes: [UInt8] = []
            var reader = InlineVideoReader()
            while bytes.count < Self.signLength, let piece = try await body.next() {
                bytes += piece.readableBytesView
            }
            guard bytes.isEmpty || Self.isText(Array(bytes.prefix(Self.signLength))) else {
                return .present
            }
            _ = reader.feed(bytes)
            while !reader.hasVideo, reader.document.count <= Answer.byteLimit,
                let piece = try await body.next()
            {
                _ = reader.feed(piece.readableBytesView)
            }
            guard !reader.hasVideo, let said = JSONDocument(reader.document), said.isWhole else {
                return .unknown
            }
            let task = VideoTask(
                body: said.value, id: "", base: configuration.baseURL, secrets: secrets)
            guard task?.links.isEmpty ?? true else { return .present }
            return task?.error != nil || APIFailure(body: said.value)?.hasWords ?? false
                ? .absent : .unknown
        case 400, 403, 404, 410, 422:
            let error = statusError(
                try await collect(answer, limit: Answer.byteLimit), step: .download)
            return Self.saysNotReady(error.message) ? .unknown : .absent
        default: return .unknown
        }
    }
}
