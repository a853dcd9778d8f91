/// The sync API as recorded: the prompt comes back in a fence, then lines of progress that stay
/// under 50 %, then a Markdown link; several videos are several lines.
struct RecordedChat: ChatShape {
    private static let waiting = "> ⌛️ 视频正在生成中，请耐心等待...\n\n"

    func events(of turn: ChatTurn) -> [Answer.Piece] {
        let job = turn.job
        let writer = writer(turn)
        let success = Self.success(turn)
        let usage = ("usage", turn.usage(for: success))
        var events = [
            writer.chunk([("role", .string("assistant"))], at: job.created),
            writer.chunk(content: Self.fence(turn), at: job.created),
            writer.chunk(content: Self.waiting, at: job.created + job.plan.queued),
        ]
        for step in job.plan.steps {
            events.append(
                writer.chunk(content: "> 🏃 进度：\(step.percent)%\n\n", at: job.created + step.time))
        }
        events +=
            writer.failure(finish: [usage]) ?? [
                writer.chunk(content: success, at: job.end),
                writer.chunk([], finish: "stop", more: [usage], at: job.end),
            ]
        return events + [writer.done(at: job.end)]
    }

    /// Progress is left out here.
    func completion(of turn: ChatTurn) -> JSON {
        let writer = writer(turn)
        let ending = writer.failureWords ?? Self.success(turn)
        return writer.completion([Self.fence(turn) + ending])
    }

    private func writer(_ turn: ChatTurn) -> ChatWriter {
        ChatWriter(turn, id: "foaicmpl-" + turn.job.uuid)
    }

    private static func fence(_ turn: ChatTurn) -> String {
        let prompt = JSON.string(turn.prompt).text
        let lines = ["```json", "{", "    \"prompt\": \(prompt),"]
        return (lines + ["    \"mode\": \"\(turn.job.model.mode)\"", "}", "```", "", ""])
            .joined(separator: "\n")
    }

    private static func success(_ turn: ChatTurn) -> String {
        if let words = turn.words { return words }
        return turn.links.map { link in
            guard let link else { return "> ✅ 视频生成成功~~~\n\n" }
            return "> ✅ 视频生成成功，[点击这里](\(link)) 查看视频~~~\n\n"
        }.joined()
    }
}
