/// A relay of Google Flow, as a transcript shows it: progress and failures are thoughts
/// (`reasoning_content`), the id changes with every chunk, and the link is a `src` attribute.
struct FlowChat: ChatShape {
    private static let model = "flow2api"

    func events(of turn: ChatTurn) -> [Answer.Piece] {
        let job = turn.job
        let writer = writer(turn)
        func thought(_ text: String, role: [(String, JSON)] = [], at time: Duration)
            -> Answer.Piece
        {
            writer.chunk(role + [("reasoning_content", .string(text + "\n"))], at: time)
        }
        var events = [
            thought("✨ 视频生成任务已启动", role: [("role", .string("assistant"))], at: job.created),
            thought("生成进度: 0%", at: job.created + job.plan.queued),
        ]
        for step in job.plan.steps {
            events.append(thought("生成进度: \(step.tenths / 10)%", at: job.created + step.time))
        }
        let video = Self.videos(of: turn)
        if let words = writer.failureWords {
            // No content and no finish_reason: the failure is only a thought.
            if !words.isEmpty { events.append(thought(words, at: job.end)) }
        } else {
            events.append(writer.chunk(content: video, finish: "stop", at: job.end))
        }
        return events
            + [writer.usageChunk(for: video, at: job.end), writer.done(at: job.end)]
    }

    func completion(of turn: ChatTurn) -> JSON {
        let writer = writer(turn)
        return writer.completion([writer.failureWords ?? Self.videos(of: turn)])
    }

    private func writer(_ turn: ChatTurn) -> ChatWriter {
        ChatWriter(turn, id: nil, model: Self.model)
    }

    private static func videos(of turn: ChatTurn) -> String {
        turn.words
            ?? turn.links.map { link in
                "<video src='\(link ?? "")' controls style='max-width:100%'></video>"
            }.joined(separator: "\n")
    }
}
