/// Answers of the sync API, as recorded: the prompt comes back in a fence, then lines of progress
/// that stay under 50 %, then a Markdown link.
struct ChatAnswers: Sendable {
    let job: Job
    let prompt: String
    let videos: VideoAnswers
    /// A fault of the address that the answer names.
    let fault: FaultRule.Kind?

    private static let waiting = "> ⌛️ 视频正在生成中，请耐心等待...\n\n"

    /// The whole stream, each event with its instant.
    func events() -> [Answer.Piece] {
        let start = job.created
        var events = [
            chunk(.object([("role", .string("assistant"))]), at: start),
            chunk(content: fence, at: start),
            chunk(content: Self.waiting, at: start + job.plan.queued),
        ]
        for step in job.plan.steps {
            let percent = "\(step.tenths / 10).\(step.tenths % 10)"
            events.append(chunk(content: "> 🏃 进度：\(percent)%\n\n", at: start + step.time))
        }
        events += ending()
        events.append(Answer.Piece("data: [DONE]\n\n", at: job.end))
        return events
    }

    /// The answer to a request without `stream`; progress is left out.
    func completion() -> JSON {
        let text =
            switch job.failure {
            case nil: success
            case .empty?, .null?: ""
            case .object?, .string?: failureText
            }
        return .object([
            ("id", .string(id)),
            ("object", .string("chat.completion")),
            ("created", .number(videos.time.unix(job.created))),
            ("model", .string(job.model.rawValue)),
            (
                "choices",
                .array([
                    .object([
                        ("index", .number(0)),
                        (
                            "message",
                            .object([
                                ("role", .string("assistant")),
                                ("content", .string(fence + text)),
                            ])
                        ),
                        ("finish_reason", .string("stop")),
                    ])
                ])
            ),
            ("usage", usage),
        ])
    }

    /// Success, or one of the three ways in which relays report a failure inside a 200.
    private func ending() -> [Answer.Piece] {
        let usage = ("usage", usage)
        let finish = chunk(.object([]), finish: "stop", more: [usage], at: job.end)
        switch job.failure {
        case nil: return [chunk(content: success, at: job.end), finish]
        case .object(let code)?:
            let error = JSON.object([
                ("message", .string(failureText)), ("type", .string("server_error")),
                ("code", .string(code)),
            ])
            return [Answer.Piece("data: \(JSON.object([("error", error)]).text)\n\n", at: job.end)]
        case .string?:
            let delta = JSON.object([("reasoning_content", .string(failureText + "\n"))])
            return [
                chunk(delta, at: job.end),
                event([("choices", .array([])), usage], at: job.end),
            ]
        case .empty?, .null?: return [finish]
        }
    }

    private var id: String { "foaicmpl-" + job.id.dropFirst("video_".count) }

    private var fence: String {
        let prompt = JSON.string(prompt).text
        let lines = ["```json", "{", "    \"prompt\": \(prompt),"]
        return (lines + ["    \"mode\": \"\(job.model.mode)\"", "}", "```", "", ""])
            .joined(separator: "\n")
    }

    /// One line a video.
    private var success: String {
        job.files.map { file in
            switch fault {
            case .noLink?: "> ✅ 视频生成成功~~~\n\n"
            case .relativeLink?: "> ✅ 视频生成成功，[点击这里](/flow/\(file).mp4) 查看视频~~~\n\n"
            case .link(let address)?: "> ✅ 视频生成成功，[点击这里](\(address)) 查看视频~~~\n\n"
            default: "> ✅ 视频生成成功，[点击这里](\(videos.link(file))) 查看视频~~~\n\n"
            }
        }.joined()
    }

    private var failureText: String { "❌ 生成失败: \(job.failure?.message ?? "")" }

    /// Counted roughly: nobody is charged by it.
    private var usage: JSON {
        let asked = prompt.utf8.count / 4 + 1
        let answered = success.utf8.count
        return .object([
            ("prompt_tokens", .number(asked)), ("completion_tokens", .number(answered)),
            ("total_tokens", .number(asked + answered)),
        ])
    }

    private func chunk(content: String, at time: Duration) -> Answer.Piece {
        chunk(.object([("content", .string(content))]), at: time)
    }

    private func chunk(
        _ delta: JSON, finish: String? = nil, more: [(String, JSON)] = [], at time: Duration
    ) -> Answer.Piece {
        let choice = JSON.object([
            ("index", .number(0)), ("delta", delta),
            ("finish_reason", finish.map(JSON.string) ?? .null),
        ])
        return event([("choices", .array([choice]))] + more, at: time)
    }

    private func event(_ members: [(String, JSON)], at time: Duration) -> Answer.Piece {
        let json = JSON.object(
            [
                ("id", .string(id)),
                ("object", .string("chat.completion.chunk")),
                ("created", .number(videos.time.unix(job.created))),
                ("model", .string(job.model.rawValue)),
            ] + members)
        return Answer.Piece("data: \(json.text)\n\n", at: time)
    }
}
