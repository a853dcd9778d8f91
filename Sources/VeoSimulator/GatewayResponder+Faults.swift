import HTTPTypes
import Hummingbird
import NIOCore

/// What the rules about faults need to know, and what they stand in for.
extension GatewayResponder {
    /// What refuses a request for videos before its body is there; nil if nothing does.
    func early(_ visit: Visit, _ site: Site) async throws(GatewayError) -> Outcome? {
        let steps: [FaultRule.Step]
        switch visit.route {
        case .create:
            let type = visit.request.headers[.contentType] ?? ""
            steps = type.lowercased().hasPrefix("multipart/") ? [.create, .upload] : [.create]
        case .chat: steps = [.chat]
        default: return nil
        }
        let faults = await gateway.refuseEarly(steps, now: visit.now)
        return faults.map { skipped(by: $0, site) }
    }

    /// An answer about no job, with what goes wrong with it.
    func plain(_ answer: Answer, _ visit: Visit, _ site: Site) async -> Outcome {
        guard let step = visit.route.step, await gateway.hasFaults else {
            return Outcome(answer: answer)
        }
        let faults = await gateway.faults(step, now: visit.now)
        var answer = answer
        answer.facts = FaultFacts(origin: site.origin)
        return Outcome(answer: answer, faults: faults)
    }

    /// A request that a fault stands in for: what is sent instead, the fault decides.
    func skipped(by faults: AppliedFaults, _ site: Site) -> Outcome {
        var answer = Answer(status: 503, type: "text/plain", text: "")
        answer.facts = FaultFacts(origin: site.origin)
        return Outcome(answer: answer, faults: faults)
    }

    /// What the texts of rules may name.
    ///
    /// - Parameter body: the task as it is told; nil for what a poll would say.
    func facts(
        _ job: Job, _ body: JSON?, _ state: Job.State, _ site: Site, _ faults: AppliedFaults
    ) async -> FaultFacts {
        let names = faults.kinds.reduce(into: Set()) { $0.formUnion($1.template?.names ?? []) }
        guard !names.isEmpty else { return FaultFacts(job: job, origin: site.origin) }
        let body = body ?? dialect.tasks.status(job, state, site)
        var facts = FaultFacts(job: job, origin: site.origin)
        if case .string(let word)? = body["status"] { facts.status = word }
        switch state {
        case .queued, .failed: break
        case .running(let progress): facts.progress = progress
        case .completed, .expired:
            facts.progress = 100
            facts.link = site.link(job.files[0], of: job)
        }
        if names.contains(.video) { facts.video = await video(job.files[0], of: job) }
        return facts
    }
}
