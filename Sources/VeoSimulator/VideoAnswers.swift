import HTTPTypes

/// Bodies of the async API, as recorded: members in alphabetical order, the same link three
/// times, a `model` that is the gateway's own name for the action, and `seconds` that is wrong.
struct VideoAnswers: Sendable {
    /// Scheme, host and port of the links.
    let origin: String
    let time: SimulatedTime

    static let action = "sora2_video_generation"
    static let unknownStatus = "reviewing"

    /// The answer to a new job; here the model is still the one that was asked for.
    func created(_ job: Job) -> JSON {
        video(job, model: job.model.rawValue, status: "queued", progress: 0)
    }

    /// - Parameter link: the number of the link that a completed job names.
    func status(
        _ job: Job, _ state: Job.State, fault: FaultRule.Kind?, link number: Int = 0
    ) -> JSON {
        if case .unknownStatus? = fault {
            return video(job, status: Self.unknownStatus, progress: 0)
        }
        switch state {
        case .queued: return video(job, status: "queued", progress: 0)
        case .running(let progress):
            return video(job, status: "processing", progress: progress)
        case .failed(let form):
            return video(
                job, status: "failed", progress: 100,
                more: [("completed_at", .number(time.unix(job.end))), ("error", form.json)])
        case .completed, .expired:
            return completed(job, fault: fault, link: number)
        }
    }

    private func completed(
        _ job: Job, fault: FaultRule.Kind?, link number: Int
    ) -> JSON {
        var more: [(String, JSON)] = [("completed_at", .number(time.unix(job.end)))]
        let link: String? =
            switch fault {
            case .noLink?: nil
            case .relativeLink?: "/v1/videos/\(job.id)/content"
            case .link(let address)?: address
            default: link(job.files[0], number: number)
            }
        if let link {
            for name in ["url", "video_url", "result_url"] { more.append((name, .string(link))) }
        }
        return video(job, status: "completed", progress: 100, more: more)
    }

    /// What the content route says when the file is not there yet.
    func notReady(_ job: Job) -> JSON {
        let last = job.plan.steps.last?.tenths ?? 0
        return video(job, status: "processing", progress: last / 10)
    }

    /// The address of a video. Each number but the first makes another address of it.
    func link(_ file: String, number: Int = 0) -> String {
        let mark = number > 0 ? "?\(FaultRule.Circumstances.freshMark)\(number)" : ""
        return "\(origin)/flow/\(file).mp4\(mark)"
    }

    private func video(
        _ job: Job, model: String = action, status: String, progress: Int,
        more: [(String, JSON)] = []
    ) -> JSON {
        .sorted(
            [
                ("created_at", .number(time.unix(job.created))),
                ("id", .string(job.id)),
                ("model", .string(model)),
                ("object", .string("video")),
                ("progress", .number(progress)),
                ("seconds", .string("4")),
                ("size", .string(job.model.size)),
                ("status", .string(status)),
            ] + more)
    }
}

extension Job.State {
    /// The gateway's own name of the state, as in its message about unfinished content.
    var upstreamName: String {
        switch self {
        case .queued: "QUEUED"
        case .running: "IN_PROGRESS"
        case .completed, .expired: "SUCCESS"
        case .failed: "FAILURE"
        }
    }
}

extension FailureForm {
    /// What people would read about the failure.
    var message: String {
        switch self {
        case .object(let code): "Video generation failed: \(code)"
        case .string: "Video generation failed: \(Self.defaultCode)"
        case .empty, .null: ""
        }
    }

    /// The member `error` of a failed job.
    var json: JSON {
        switch self {
        case .object(let code):
            .object([("code", .string(code)), ("message", .string(message))])
        case .string: .string(message)
        case .empty: .string("")
        case .null: .null
        }
    }
}
