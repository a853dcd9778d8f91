/// Bodies as recorded: members in alphabetical order, the same link three times, a `model` that
/// is the gateway's own name for the action, and `seconds` that is wrong.
struct RecordedTasks: TaskShape {
    static let action = "sora2_video_generation"

    func id(of uuid: String) -> String { "video_" + uuid }

    /// Here the model is still the one that was asked for.
    func created(_ job: Job, _ site: Site) -> JSON {
        video(job, site, model: job.model.rawValue, status: "queued", progress: 0)
    }

    func status(_ job: Job, _ state: Job.State, _ site: Site) -> JSON {
        switch state {
        case .queued: return video(job, site, status: "queued", progress: 0)
        case .running(let progress):
            return video(job, site, status: "processing", progress: progress)
        case .failed(let form):
            return video(
                job, site, status: "failed", progress: 100,
                more: [("completed_at", site.unix(job.end)), ("error", form.json)])
        case .completed, .expired:
            let link = JSON.string(site.link(job.files[0], of: job))
            return video(
                job, site, status: "completed", progress: 100,
                more: [
                    ("completed_at", site.unix(job.end)), ("url", link), ("video_url", link),
                    ("result_url", link),
                ])
        }
    }

    var linkStep: FaultRule.Step? { .status }

    func content(_ job: Job, _ site: Site) -> JSON? { nil }

    private func video(
        _ job: Job, _ site: Site, model: String = action, status: String, progress: Int,
        more: [(String, JSON)] = []
    ) -> JSON {
        .sorted(
            [
                ("created_at", site.unix(job.created)),
                ("id", .string(job.id)),
                ("model", .string(model)),
                ("object", .string("video")),
                ("progress", .number(progress)),
                ("seconds", .string("4")),
                ("size", .string(job.size)),
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
