import HTTPTypes
import Hummingbird
import NIOCore

extension GatewayResponder {
    /// What to say to a request whose key is right, or not needed.
    func outcome(of visit: Visit, videos: VideoAnswers) async throws(GatewayError) -> Outcome {
        switch visit.route {
        case .create: return try await create(visit, videos)
        case .status(let id): return try await status(visit, id, videos)
        case .content(let id): return try await content(visit, id, videos)
        case .chat: return try await chat(visit, videos)
        case .models: return Outcome(answer: Answer(models))
        case .file(let name): return await file(visit, name)
        case .journal, .unknown:
            throw .unknownRoute(method: visit.request.method.rawValue, path: visit.path)
        }
    }

    private func create(
        _ visit: Visit, _ videos: VideoAnswers
    ) async throws(GatewayError) -> Outcome {
        let body = try await body(of: visit.request)
        let type = visit.request.headers[.contentType] ?? ""
        let order = try VideoOrder(create: body, contentType: type)
        let admission = try await admit(order, visit)
        guard let job = admission.job else { return Outcome(skipped: admission.delivery) }
        let answer = Answer(videos.created(job)).about(job, charge: job.model.price)
        return Outcome(answer: answer, delivery: admission.delivery)
    }

    private func chat(
        _ visit: Visit, _ videos: VideoAnswers
    ) async throws(GatewayError) -> Outcome {
        let order = try VideoOrder(chat: try await body(of: visit.request))
        let admission = try await admit(order, visit)
        guard let job = admission.job else { return Outcome(skipped: admission.delivery) }
        let chat = ChatAnswers(
            job: job, prompt: order.prompt, videos: videos, fault: admission.content?.kind)
        var answer: Answer
        if order.isStream {
            answer = Answer(events: chat.events())
        } else {
            // The gateway holds even the head of this answer back until the video is there.
            answer = Answer(chat.completion())
            for index in answer.pieces.indices { answer.pieces[index].time = job.end }
        }
        answer = answer.about(job, charge: job.model.price * job.files.count)
        return Outcome(
            answer: answer, delivery: admission.delivery, content: admission.content)
    }

    private func status(
        _ visit: Visit, _ id: String, _ videos: VideoAnswers
    ) async throws(GatewayError) -> Outcome {
        guard
            let found = await gateway.find(
                id: id, step: .status, visit.circumstances, now: visit.now)
        else {
            throw .taskNotFound
        }
        let body = videos.status(
            found.job, found.state, fault: found.content?.kind, link: found.link)
        return Outcome(
            answer: Answer(body).about(found.job), delivery: found.delivery,
            content: found.content)
    }

    private func content(
        _ visit: Visit, _ id: String, _ videos: VideoAnswers
    ) async throws(GatewayError) -> Outcome {
        guard
            let found = await gateway.find(
                id: id, step: .content, visit.circumstances, now: visit.now)
        else {
            throw .taskNotFound
        }
        var answer: Answer
        if found.state != .completed {
            answer = Answer(.notCompleted(status: found.state.upstreamName))
        } else if found.content != nil {
            answer = Answer(videos.notReady(found.job))
        } else {
            let name = found.job.files[0]
            answer = Answer(
                file: name, await video(name, of: found.job),
                request: visit.headers(under: found.delivery))
        }
        return Outcome(
            answer: answer.about(found.job), delivery: found.delivery, content: found.content)
    }

    private func file(_ visit: Visit, _ name: String) async -> Outcome {
        guard let found = await gateway.find(file: name, visit.circumstances, now: visit.now) else {
            return Outcome(answer: .noSuchFile)
        }
        let answer = Answer(
            file: name, await video(name, of: found.job),
            request: visit.headers(under: found.delivery))
        return Outcome(answer: answer.about(found.job), delivery: found.delivery)
    }

    /// The video of this name: its own if it has been drawn by now, else the clip. Whichever it
    /// is the first time, it stays that one, so that length, tag and ranges fit together.
    private func video(_ name: String, of job: Job) async -> VideoFile {
        await pictures?.claim(name) ?? .sample(isLandscape: job.model.isLandscape)
    }

    private var models: JSON {
        let created = JSON.number(time.unixStart)
        let list = GatewayModel.allCases.map { model in
            JSON.object([
                ("id", .string(model.rawValue)), ("object", .string("model")),
                ("created", created), ("owned_by", .string("veo")),
            ])
        }
        return .object([("object", .string("list")), ("data", .array(list))])
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

    /// The whole body within the limit.
    private func body(of request: Request) async throws(GatewayError) -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: Self.bodyLimit)
        } catch is NIOTooManyBytesError {
            throw .bodyTooLarge
        } catch {
            throw .badMessage
        }
    }
}

extension GatewayResponder.Outcome {
    /// A request that a fault stands in for.
    init(skipped delivery: FaultRule?) {
        self.init(answer: Answer(.heavyLoad), delivery: delivery)
    }
}
