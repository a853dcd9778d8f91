/// Bodies as the gateway's pages show them: `created`, no progress, and a completed task that
/// names no link: the content route does.
struct DocumentedTasks: TaskShape {
    /// What the pages say every video lasts, in seconds.
    private static let duration = 8

    func id(of uuid: String) -> String { "video_" + uuid }

    func created(_ job: Job, _ site: Site) -> JSON {
        .object([
            ("id", .string(job.id)), ("object", .string("video")),
            ("created", site.unix(job.created)), ("status", .string("queued")),
            ("model", .string(job.model.rawValue)),
        ])
    }

    func status(_ job: Job, _ state: Job.State, _ site: Site) -> JSON {
        switch state {
        case .queued: task(job, site, status: "queued")
        case .running: task(job, site, status: "processing")
        case .completed, .expired:
            task(job, site, status: "completed", more: [("prompt", .string(job.prompt))])
        case .failed(let form): task(job, site, status: "failed", more: [("error", form.json)])
        }
    }

    var linkStep: FaultRule.Step? { .content }

    func content(_ job: Job, _ site: Site) -> JSON? {
        .object([
            ("id", .string(job.id)), ("object", .string("video")),
            ("created", site.unix(job.created)), ("status", .string("completed")),
            ("model", .string(job.model.rawValue)), ("prompt", .string(job.prompt)),
            ("url", .string(site.link(job.files[0], of: job))),
            ("duration", .number(Self.duration)), ("resolution", .string(job.size)),
        ])
    }

    private func task(
        _ job: Job, _ site: Site, status: String, more: [(String, JSON)] = []
    ) -> JSON {
        .object(
            [
                ("id", .string(job.id)), ("object", .string("video")),
                ("model", .string(job.model.rawValue)), ("status", .string(status)),
            ] + more + [("created", site.unix(job.created))])
    }
}
