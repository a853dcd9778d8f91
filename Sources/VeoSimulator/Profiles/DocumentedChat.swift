/// The short stream of the gateway's examples: two pieces, the second with the link and the end.
struct DocumentedChat: ChatShape {
    func events(of turn: ChatTurn) -> [Answer.Piece] {
        let writer = writer(turn)
        let end = turn.job.end
        let ending =
            writer.failure()
            ?? [writer.chunk(content: Self.links(of: turn), finish: "stop", at: end)]
        return [writer.chunk(content: "Video generating...\n", at: turn.job.created)] + ending
            + [writer.done(at: end)]
    }

    func completion(of turn: ChatTurn) -> JSON {
        let writer = writer(turn)
        return writer.completion([writer.failureWords ?? Self.links(of: turn)])
    }

    private func writer(_ turn: ChatTurn) -> ChatWriter {
        ChatWriter(turn, id: "chatcmpl-" + turn.job.uuid)
    }

    private static func links(of turn: ChatTurn) -> String {
        turn.words
            ?? turn.links.map { $0.map { "Video URL: \($0)" } ?? "Video ready" }.joined(
                separator: "\n")
    }
}
