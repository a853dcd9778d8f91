import NIOCore
import NIOHTTP1

extension GatewayClient {
    /// The pause before the next poll that a good answer asks for, however long.
    private func pollWish(in answer: Answer) -> Duration? {
        RetryAfter.pollWish(in: answer.headers, now: now)
    }

    func createOnce(_ request: GenerationRequest) async throws(ClientError) -> VideoTask {
        let boundary = "veo-" + hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255) })
        let outgoing = OutgoingRequest.create(
            request, baseURL: configuration.baseURL, boundary: boundary)
        let answer = try await exchange(
            outgoing, step: .create, headLimit: configuration.deadlines.createHead,
            wholeLimit: configuration.deadlines.whole)
        do {
            return try created(answer, prompt: request.prompt)
        } catch {
            guard var interruption = answer.interruption,
                !(JSONDocument(answer.bytes)?.isWhole ?? false)
            else { throw error }
            interruption.message += "; what came is: \(shown(answer))"
            throw interruption
        }
    }

    /// The task that the answer to a create describes, or the error that it holds: the error wins
    /// where nothing says how the task is. An answer that names a task, and no clear refusal, is
    /// one: to ask for it costs nothing.
    private func created(_ answer: Answer, prompt: String) throws(ClientError) -> VideoTask {
        let body = JSONDocument(answer.bytes)
        var task = body.flatMap { self.task(in: $0.value) }
        if let body, body.isWhole, let failure = APIFailure(body: body.value) {
            let judged = failure.withoutEcho(of: prompt)
            if task.map({ $0.leaves(room: judged, step: .create) }) ?? true,
                !isFollowed(body.value, despite: judged)
            {
                throw insideError(
                    failure, in: body.value, status: answer.status, headers: answer.headers,
                    step: .create, prompt: prompt)
            }
        }
        if task == nil, body?.isWhole ?? answer.bytes.isEmpty {
            let address = answer.headers.first(name: "Location")
            let id =
                body.flatMap { AnswerReading.bareID(in: $0.value) }
                ?? address.flatMap(AnswerReading.id(inAddress:))
            task = id.flatMap { self.task(called: $0) }
        }
        let isWhole = body?.isWhole ?? true
        guard var task, isWhole || body.map({ AnswerReading.namesTask($0.value) }) ?? false else {
            // The error of an answer that is no JSON says more.
            _ = try document(of: answer, step: .create)
            throw withoutID(answer)
        }
        // What is cut short decides nothing, and nothing is made at once: a poll costs nothing.
        if !isWhole || task.status == .completed && task.links.isEmpty {
            task.status = .queued
        }
        task.pollAfter = pollWish(in: answer)
        return task
    }

    private func task(in body: JSONValue) -> VideoTask? {
        VideoTask(body: body, id: nil, base: configuration.baseURL, secrets: secrets)
    }

    /// A task of which nothing is known but its id.
    private func task(called id: String) -> VideoTask? {
        var object = JSONObject()
        object.add("id", .string(id))
        return task(in: .object(object))
    }

    /// Whether the task that an answer names is asked for although the answer has an error: it is
    /// named as one, has not failed, and nothing says that the request was not taken.
    private func isFollowed(_ body: JSONValue, despite failure: APIFailure) -> Bool {
        guard let reading = AnswerReading(body, known: nil), reading.status?.status != .failed,
            !FailureAdvice.isQuota(failure), !FailureAdvice.isRefusal(failure),
            failure.refusalStatus == nil
        else { return false }
        if let id = reading.taskID { return VideoTask.isUsable(id, secrets) }
        guard body["error"] == nil else { return false }
        return !reading.envelopes.isEmpty && reading.task["id"].flatMap(AnswerReading.idText) != nil
            || AnswerReading.bareID(in: body) != nil
    }

    /// Somebody may find the id in it, and `adopt` the job.
    private func withoutID(_ answer: Answer) -> ClientError {
        ClientError(
            code: .badAnswer, step: .create, httpStatus: answer.status,
            message: "the gateway accepted the request but named no usable task id; "
                + "it answered: \(shown(answer))"
                + shownLocation(of: answer),
            advice: ClientError.Step.unknownAdvice, delivery: .unknown)
    }

    func statusOnce(_ id: String) async throws(ClientError) -> VideoTask {
        let outgoing = OutgoingRequest(
            method: "GET",
            url: configuration.baseURL.url(path: "/videos/" + percentEncodedSegment(id)),
            accept: "application/json")
        let answer = try await exchange(
            outgoing, step: .status, headLimit: configuration.deadlines.statusHead,
            wholeLimit: configuration.deadlines.statusWhole,
            decides: { isEnd(of: id, in: $0) })
        let document = try document(of: answer, step: .status)
        guard document.isWhole else { throw cutShort(answer, step: .status) }
        let task = VideoTask(
            body: document.value, id: id, base: configuration.baseURL, secrets: secrets)
        if let failure = APIFailure(body: document.value),
            task.map({ $0.leaves(room: failure, step: .status) }) ?? true
        {
            throw insideError(
                failure, in: document.value, status: answer.status, headers: answer.headers,
                step: .status)
        }
        guard var task else {
            throw ClientError(
                code: .badAnswer, step: .status, httpStatus: answer.status,
                message: "the answer about the task holds no status",
                advice: "the task may be fine: ask again later")
        }
        if task.holdsVideo,
            let own = VideoLink(outgoing.url, relativeTo: configuration.baseURL)
        {
            task.links.append(own)
        }
        task.pollAfter = pollWish(in: answer)
        return try await settled(task)
    }

    /// Whether an answer with a bad status is about this task by name, and says that it has ended:
    /// some gateways answer 400 for each task that failed. "error" may be said of the question.
    private func isEnd(of id: String, in answer: Answer) -> Bool {
        guard let document = JSONDocument(answer.bytes), document.isWhole,
            AnswerReading.isNamed(id, in: document.value),
            let task = VideoTask(
                body: document.value, id: id, base: configuration.baseURL, secrets: secrets)
        else { return false }
        switch task.status {
        case .completed: return !task.links.isEmpty
        case .failed: return Self.ends.contains(foldedWord(task.rawStatus))
        case .queued, .running, .unrecognized: return false
        }
    }

    /// What is said of a task alone.
    private static let ends: Set<String> = [
        "failed", "failure", "taskstatusfailed", "taskstatusfailure", "cancelled", "canceled",
        "expired", "rejected", "moderated", "contentmoderated", "moderationfailed", "aborted",
        "terminated",
    ]
}

extension VideoTask {
    /// Whether an error in the same answer counts: not where the gateway says that the task goes on
    /// or is made, nor an empty one. A task that failed has failed, whatever the reason; but a create
    /// that is answered so was refused when the error is about the account or the request.
    fileprivate func leaves(room failure: APIFailure, step: ClientError.Step) -> Bool {
        switch status {
        case _ where rawStatus.isEmpty: failure.hasWords
        case .queued, .running, .completed: false
        case .unrecognized: failure.hasWords
        case .failed:
            step == .create
                && (FailureAdvice.isQuota(failure) || failure.refusalStatus != nil)
        }
    }
}
