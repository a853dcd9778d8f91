/// A sync API that gives each video a choice of its own and the usage a chunk without any.
struct IndexedChat: ChatShape {
    /// The usage chunk comes without being asked for.
    let alwaysTellsUsage: Bool
    /// How often a comment keeps the connection alive, in simulated time; nil for never.
    let keepAlive: Duration?

    /// OpenAI has no video models on this route; its chunks are the common form of it.
    static let openai = IndexedChat(alwaysTellsUsage: false, keepAlive: nil)
    /// new-api's default: `: PING` every 10 s.
    static let newapi = IndexedChat(alwaysTellsUsage: true, keepAlive: .seconds(10))

    private static let ping = ": PING\n\n"

    func events(of turn: ChatTurn) -> [Answer.Piece] {
        let job = turn.job
        let writer = writer(turn)
        let indexes = job.files.indices
        var events = indexes.map {
            writer.chunk(
                [("role", .string("assistant")), ("content", .string(""))], index: $0,
                at: job.created)
        }
        events += progress(turn, writer)
        if let failure = writer.failure() {
            events += failure
        } else {
            events += indexes.map {
                writer.chunk(content: Self.text(turn, of: turn.links[$0]), index: $0, at: job.end)
            }
            events += indexes.map { writer.chunk([], index: $0, finish: "stop", at: job.end) }
            if alwaysTellsUsage || turn.wantsUsage {
                let text = turn.links.map { Self.text(turn, of: $0) }.joined()
                events.append(writer.usageChunk(for: text, at: job.end))
            }
        }
        return events + [writer.done(at: job.end)]
    }

    func completion(of turn: ChatTurn) -> JSON {
        let writer = writer(turn)
        return writer.completion(turn.links.map { writer.failureWords ?? Self.text(turn, of: $0) })
    }

    /// Lines of progress in the first choice, with the comments between them, in order.
    private func progress(_ turn: ChatTurn, _ writer: ChatWriter) -> [Answer.Piece] {
        var pieces = turn.job.plan.steps.map {
            writer.chunk(
                content: "> Progress: \($0.percent)%\n\n", at: turn.job.created + $0.time)
        }
        if let keepAlive {
            let instants = stride(
                from: 1, through: Int(clamping: turn.job.plan.total / keepAlive), by: 1
            ).map { turn.job.created + keepAlive * $0 }
            pieces += instants.map { Answer.Piece(Self.ping, at: $0) }
        }
        return pieces.sorted { $0.time < $1.time }
    }

    private func writer(_ turn: ChatTurn) -> ChatWriter {
        ChatWriter(turn, id: "chatcmpl-" + turn.job.uuid.filter { $0 != "-" })
    }

    private static func text(_ turn: ChatTurn, of link: String?) -> String {
        turn.words ?? link.map { "> ✅ [Download the video](\($0))\n\n" }
            ?? "> ✅ The video is ready\n\n"
    }
}
