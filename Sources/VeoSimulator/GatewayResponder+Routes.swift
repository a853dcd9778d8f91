import HTTPTypes
import Hummingbird
import NIOCore

extension GatewayResponder {
    /// What to say to a request whose key is right, or not needed.
    func outcome(of visit: Visit, site: Site) async throws(GatewayError) -> Outcome {
        guard dialect.serves(visit.route) else {
            if visit.route == .wrongMethod {
                throw .wrongMethod(method: visit.method, path: visit.path)
            }
            throw .unknownRoute(method: visit.method, path: visit.path)
        }
        switch visit.route {
        case .create: return try await create(visit, site)
        case .remix(let id): return try await remix(visit, id, site)
        case .status(let id): return try await status(visit, id, site)
        case .list: return try await list(visit, site)
        case .delete(let id): return try await delete(visit, id)
        case .content(let id): return try await content(visit, id, site)
        case .chat: return try await chat(visit, site)
        case .models:
            return await plain(
                Answer(dialect.catalog.list(dialect.orders.models, site)), visit, site)
        case .model(let name):
            let model = try dialect.orders.model(named: name)
            return await plain(Answer(dialect.catalog.entry(model, site)), visit, site)
        case .account: return await plain(account(visit), visit, site)
        case .file(let name): return await file(visit, name, site)
        case .journal, .wrongMethod, .unknown:
            throw .unknownRoute(method: visit.method, path: visit.path)
        }
    }

    private func create(_ visit: Visit, _ site: Site) async throws(GatewayError) -> Outcome {
        let type = visit.request.headers[.contentType] ?? ""
        let order = try await bodies.with(visit.request) { body throws(GatewayError) in
            try VideoOrder(create: body, contentType: type, dialect.orders)
        }
        return try await take(order, visit, site)
    }

    private func remix(
        _ visit: Visit, _ id: String, _ site: Site
    ) async throws(GatewayError) -> Outcome {
        guard let found = await gateway.task(id: id, now: visit.now) else {
            throw .taskNotFound(id)
        }
        guard found.end <= visit.now else { throw .stillRunning }
        let type = visit.request.headers[.contentType] ?? ""
        let order = try await bodies.with(visit.request) { body throws(GatewayError) in
            try VideoOrder(remix: body, contentType: type, of: found, dialect.orders)
        }
        return try await take(order, visit, site)
    }

    /// A checked order becomes a task.
    private func take(
        _ order: VideoOrder, _ visit: Visit, _ site: Site
    ) async throws(GatewayError) -> Outcome {
        let admission = try await admit(order, visit)
        guard let job = admission.job else { return skipped(by: admission.faults, site) }
        let body = dialect.tasks.created(job, site.showing(admission.faults))
        let facts = await facts(job, body, .queued, site, admission.faults)
        return Outcome(answer: Answer(body).making(job, facts), faults: admission.faults)
    }

    private func chat(_ visit: Visit, _ site: Site) async throws(GatewayError) -> Outcome {
        let order = try await bodies.with(visit.request) { body throws(GatewayError) in
            try VideoOrder(chat: body, dialect.orders)
        }
        let admission = try await admit(order, visit)
        let faults = admission.faults
        guard let job = admission.job else { return skipped(by: faults, site) }
        let site = site.naming(0, admission.query)
        // What is told is told at the end.
        let end = job.failure.map(Job.State.failed) ?? .completed
        let facts = await facts(job, nil, end, site, faults)
        let turn = ChatTurn(job: job, order: order, faults, facts, site.showing(faults))
        var answer: Answer
        if order.isStream {
            answer = Answer(events: dialect.chat.events(of: turn))
        } else {
            // The gateway holds even the head of this answer back until the video is there.
            answer = Answer(dialect.chat.completion(of: turn))
            for index in answer.pieces.indices { answer.pieces[index].time = job.end }
        }
        return Outcome(answer: answer.making(job, facts), faults: faults)
    }

    private func status(
        _ visit: Visit, _ id: String, _ site: Site
    ) async throws(GatewayError) -> Outcome {
        guard
            let found = await gateway.find(
                id: id, step: .status, visit.circumstances, now: visit.now)
        else { throw .taskNotFound(Self.shown(id)) }
        let site = site.naming(found.link, found.query)
        let body = dialect.tasks.status(found.job, found.told, site.showing(found.faults))
        let facts = await facts(found.job, body, found.state, site, found.faults)
        let answer = Answer(found.faults.kinds.reduce(body) { $1.spoil($0, facts) })
        return Outcome(answer: answer.about(found.job, facts), faults: found.faults)
    }

    private func content(
        _ visit: Visit, _ id: String, _ site: Site
    ) async throws(GatewayError) -> Outcome {
        let variant = try variant(visit)
        guard
            let found = await gateway.find(
                id: id, step: .content, visit.circumstances, now: visit.now)
        else { throw .taskNotFound(Self.shown(id)) }
        let job = found.job
        let site = site.naming(found.link, found.query)
        let facts = await facts(job, nil, found.state, site, found.faults)
        var answer: Answer
        if found.state != .completed {
            answer = refusal(.notCompleted(status: found.state.upstreamName), visit)
        } else if found.faults.contains(.notReady) {
            let progress = job.plan.progress(before: job.plan.total)
            answer = Answer(dialect.tasks.status(job, .running(progress: progress), site))
        } else if variant != .video {
            answer = Answer(picture: variant, of: job)
        } else if let body = dialect.tasks.content(job, site.showing(found.faults)) {
            answer = Answer(body)
        } else {
            answer = await Answer(
                file: job.files[0], video(job.files[0], of: job, facts, found.faults),
                request: visit.headers(under: found.faults))
            if dialect.features.contains(.cachedContent) {
                answer.headers[.cacheControl] = "public, max-age=86400"
            }
        }
        return Outcome(answer: answer.about(job, facts), faults: found.faults)
    }

    private func variant(_ visit: Visit) throws(GatewayError) -> ContentVariant {
        guard dialect.features.contains(.variants), let text = visit.parameter("variant") else {
            return .video
        }
        guard let variant = ContentVariant(rawValue: text) else {
            let allowed = ContentVariant.allCases.map(\.rawValue)
            throw .badValue(String(text.prefix(100)), of: "variant", allowed: allowed)
        }
        return variant
    }

    private func file(_ visit: Visit, _ name: String, _ site: Site) async -> Outcome {
        guard let found = await gateway.find(file: name, visit.circumstances, now: visit.now) else {
            return Outcome(answer: .noSuchFile)
        }
        let facts = await facts(found.job, nil, found.state, site, found.faults)
        var answer = dialect.links.refusal(of: visit.query, file: name, found.job, site)
        if answer == nil {
            answer = await Answer(
                file: name, video(name, of: found.job, facts, found.faults),
                request: visit.headers(under: found.faults))
        }
        return Outcome(
            answer: (answer ?? .noSuchFile).about(found.job, facts), faults: found.faults)
    }

    /// The video of this name: its own if it has been drawn by now, else the clip. Whichever it
    /// is the first time, it stays that one, so that length, tag and ranges fit together.
    func video(_ name: String, of job: Job) async -> VideoFile {
        await pictures?.claim(name) ?? videos.clip(named: name, isLandscape: job.isLandscape)
    }

    /// The same with what a rule puts around it or in its place.
    private func video(
        _ name: String, of job: Job, _ facts: FaultFacts, _ faults: AppliedFaults
    ) async -> VideoFile {
        let text: FaultTemplate? = faults.first {
            if case .answer(let text) = $0 { text } else { nil }
        }
        guard let text else { return await video(name, of: job) }
        guard let (before, after) = text.parts(around: .body, { facts.value($0) }) else {
            return VideoFile(bytes: text.bytes { facts.value($0) })
        }
        return await video(name, of: job).between(before, after)
    }

    /// An error where a task is known, so that it can be tied to it.
    private func refusal(_ error: GatewayError, _ visit: Visit) -> Answer {
        dialect.errors.answer(error, at: visit.route, requestID: requestIDs.next(time))
    }

    private func admit(
        _ order: VideoOrder, _ visit: Visit
    ) async throws(GatewayError) -> Gateway.Admission {
        do {
            let admission = try await gateway.admit(
                order, step: visit.route.step ?? .create, now: visit.now)
            if let job = admission.job { await pictures?.draw(job, order) }
            return admission
        } catch {
            switch error {
            case .notEnoughQuota: throw .noMoney
            case .tooManyJobs: throw .heavyLoad
            }
        }
    }

    /// An id in a message: bounded.
    static func shown(_ id: String) -> String { String(id.prefix(100)) }
}

extension Gateway.Finding {
    /// The state that the answer tells; a status that nobody knows comes while a job runs.
    var told: Job.State { faults.contains(.unknownStatus) ? .running(progress: 0) : state }
}
