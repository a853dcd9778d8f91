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
            return Outcome(answer: Answer(dialect.catalog.list(dialect.orders.models, site)))
        case .model(let name):
            let model = try dialect.orders.model(named: name)
            return Outcome(answer: Answer(dialect.catalog.entry(model, site)))
        case .account: return await account(visit)
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
        guard let job = admission.job else { return Outcome(skipped: admission.delivery) }
        let answer = Answer(dialect.tasks.created(job, site)).making(job)
        return Outcome(answer: answer, delivery: admission.delivery)
    }

    private func chat(_ visit: Visit, _ site: Site) async throws(GatewayError) -> Outcome {
        let order = try await bodies.with(visit.request) { body throws(GatewayError) in
            try VideoOrder(chat: body, dialect.orders)
        }
        let admission = try await admit(order, visit)
        guard let job = admission.job else { return Outcome(skipped: admission.delivery) }
        let turn = ChatTurn(job: job, order: order, fault: admission.content?.kind, site: site)
        var answer: Answer
        if order.isStream {
            answer = Answer(events: dialect.chat.events(of: turn))
        } else {
            // The gateway holds even the head of this answer back until the video is there.
            answer = Answer(dialect.chat.completion(of: turn))
            for index in answer.pieces.indices { answer.pieces[index].time = job.end }
        }
        return Outcome(
            answer: answer.making(job), delivery: admission.delivery, content: admission.content)
    }

    private func status(
        _ visit: Visit, _ id: String, _ site: Site
    ) async throws(GatewayError) -> Outcome {
        guard
            let found = await gateway.find(
                id: id, step: .status, visit.circumstances, now: visit.now)
        else { throw .taskNotFound(Self.shown(id)) }
        let body = dialect.tasks.status(found.job, found.told, site.naming(found.link))
        return Outcome(
            answer: Answer(found.spoiled(body)).about(found.job), delivery: found.delivery,
            content: found.content)
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
        var answer: Answer
        if found.state != .completed {
            answer = refusal(.notCompleted(status: found.state.upstreamName), visit)
        } else if found.content != nil {
            let progress = job.plan.progress(before: job.plan.total)
            answer = Answer(dialect.tasks.status(job, .running(progress: progress), site))
        } else if variant != .video {
            answer = Answer(picture: variant, of: job)
        } else if let body = dialect.tasks.content(job, site.naming(found.link)) {
            answer = Answer(body)
        } else {
            let name = job.files[0]
            answer = Answer(
                file: name, await video(name, of: job),
                request: visit.headers(under: found.delivery))
            if dialect.features.contains(.cachedContent) {
                answer.headers[.cacheControl] = "public, max-age=86400"
            }
        }
        return Outcome(
            answer: answer.about(job), delivery: found.delivery, content: found.content)
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
        var answer = dialect.links.refusal(of: visit.query, file: name, found.job, site)
        if answer == nil {
            answer = Answer(
                file: name, await video(name, of: found.job),
                request: visit.headers(under: found.delivery))
        }
        return Outcome(
            answer: (answer ?? .noSuchFile).about(found.job), delivery: found.delivery)
    }

    /// The video of this name: its own if it has been drawn by now, else the clip. Whichever it
    /// is the first time, it stays that one, so that length, tag and ranges fit together.
    private func video(_ name: String, of job: Job) async -> VideoFile {
        await pictures?.claim(name) ?? videos.clip(named: name, isLandscape: job.isLandscape)
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
    var told: Job.State { content?.kind == .unknownStatus ? .running(progress: 0) : state }

    /// The body with the fault in it.
    func spoiled(_ body: JSON) -> JSON { content?.kind.spoil(body, of: job) ?? body }
}

extension GatewayResponder.Outcome {
    /// A request that a fault stands in for: what is sent instead, the fault decides.
    init(skipped delivery: FaultRule?) {
        self.init(
            answer: Answer(status: 503, type: "text/plain", text: ""), delivery: delivery)
    }
}
