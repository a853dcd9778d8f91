/// OpenAI's video object (openai-openapi, `VideoResource`): every member is there, and null where
/// there is nothing to say.
struct OpenAITasks: TaskShape {
    /// 48 hexadecimal digits.
    func id(of uuid: String) -> String {
        let rest = String(SeededGenerator.hash(model: "video", prompt: uuid), radix: 16)
        let padded = String(repeating: "0", count: 16 - rest.count) + rest
        return "video_" + uuid.filter { $0 != "-" } + padded
    }

    func created(_ job: Job, _ site: Site) -> JSON { status(job, .queued, site) }

    func status(_ job: Job, _ state: Job.State, _ site: Site) -> JSON {
        let end = site.unix(job.end)
        switch state {
        case .queued: return video(job, site, "queued", progress: 0)
        case .running(let progress): return video(job, site, "in_progress", progress: progress)
        case .completed, .expired:
            let expiry = site.unix(job.created + Job.lifetime)
            return video(job, site, "completed", progress: 100, end: end, expiry: expiry)
        case .failed(let form):
            let progress = job.plan.progress(before: job.plan.total)
            return video(job, site, "failed", progress: progress, end: end, error: form.json)
        }
    }

    var linkStep: FaultRule.Step? { nil }

    func content(_ job: Job, _ site: Site) -> JSON? { nil }

    private func video(
        _ job: Job, _ site: Site, _ status: String, progress: Int, end: JSON = .null,
        expiry: JSON = .null, error: JSON = .null
    ) -> JSON {
        .object([
            ("id", .string(job.id)), ("object", .string("video")),
            ("created_at", site.unix(job.created)), ("status", .string(status)),
            ("completed_at", end), ("error", error), ("expires_at", expiry),
            ("model", .string(job.model.rawValue)), ("progress", .number(progress)),
            ("prompt", .string(job.prompt)),
            ("remixed_from_video_id", job.remixedFrom.map(JSON.string) ?? .null),
            ("seconds", .string(job.seconds)), ("size", .string(job.size)),
        ])
    }
}

/// The other bodies of OpenAI's API.
enum OpenAIBodies {
    /// A page of the list.
    static func list(_ videos: [JSON], ids: [String], hasMore: Bool) -> JSON {
        .object([
            ("object", .string("list")), ("data", .array(videos)),
            ("first_id", ids.first.map(JSON.string) ?? .null),
            ("last_id", ids.last.map(JSON.string) ?? .null), ("has_more", .bool(hasMore)),
        ])
    }

    static func deleted(_ id: String) -> JSON {
        .object([
            ("id", .string(id)), ("object", .string("video.deleted")), ("deleted", .bool(true)),
        ])
    }
}
