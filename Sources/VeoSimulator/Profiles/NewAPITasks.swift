/// Bodies of new-api's Veo channel: the id twice, members that are left out when they are empty,
/// and a progress that is 0, 50 or 100.
struct NewAPITasks: TaskShape {
    /// 32 digits and letters.
    func id(of uuid: String) -> String {
        var generator = SeededGenerator(seed: SeededGenerator.hash(model: "task", prompt: uuid))
        return "task_" + generator.text(32)
    }

    func created(_ job: Job, _ site: Site) -> JSON { status(job, .queued, site) }

    func status(_ job: Job, _ state: Job.State, _ site: Site) -> JSON {
        let end = ("completed_at", site.unix(job.end))
        return switch state {
        case .queued: task(job, site, "queued", progress: 0)
        case .running: task(job, site, "in_progress", progress: 50)
        case .completed, .expired: task(job, site, "completed", progress: 100, more: [end])
        case .failed(let form):
            task(job, site, "failed", progress: 100, more: [end, ("error", Self.error(form))])
        }
    }

    var linkStep: FaultRule.Step? { nil }

    func content(_ job: Job, _ site: Site) -> JSON? { nil }

    private func task(
        _ job: Job, _ site: Site, _ status: String, progress: Int, more: [(String, JSON)] = []
    ) -> JSON {
        .object(
            [
                ("id", .string(job.id)), ("task_id", .string(job.id)),
                ("object", .string("video")), ("model", .string(job.model.rawValue)),
                ("status", .string(status)), ("progress", .number(progress)),
                ("created_at", site.unix(job.created)),
            ] + more)
    }

    /// Here the message comes first.
    private static func error(_ form: FailureForm) -> JSON {
        guard case .object(let code) = form else { return form.json }
        return .object([("message", .string(form.message)), ("code", .string(code))])
    }
}
