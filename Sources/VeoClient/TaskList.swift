/// The tasks that a gateway lists: `GET /videos`, newest first, as OpenAI's API has it
/// (`limit`, `order`, `after`; `data`, `has_more`, `last_id`). Many gateways of this family have
/// no such list.
extension GatewayClient {
    /// Tasks asked for at once; each may repeat its whole text.
    static let tasksPerPage = 20
    /// Pages asked for at most.
    static let pageLimit = 50

    /// The newest tasks of the account; `nil` where the gateway does not list them.
    ///
    /// - Parameter age: how far back from the newest one they are asked for, in seconds: by the
    ///   clock of the gateway alone, which need not be ours.
    package func tasks(goingBack age: Int?) async throws(ClientError) -> [VideoTask]? {
        var tasks: [VideoTask] = []
        var ids: Set<String> = []
        var last: String?
        for _ in 1...Self.pageLimit {
            let after = last
            let page: TaskPage?
            do {
                page = try await retrying(.status) { () async throws(ClientError) in
                    try await pageOnce(after: after)
                }
            } catch let error where [404, 405, 501].contains(error.httpStatus) && tasks.isEmpty {
                return nil
            }
            guard let page else { return tasks.isEmpty ? nil : tasks }
            let new = page.tasks.filter { ids.insert($0.id).inserted }
            tasks += new
            // A gateway that does not know `after` sends the same page again.
            guard page.hasMore, let end = new.last else { break }
            if let age, let created = VideoTask.milliseconds(end.createdAt),
                let newest = tasks.compactMap({ VideoTask.milliseconds($0.createdAt) }).max(),
                (newest - created) / 1000 > Int64(age)
            {
                break
            }
            last = end.id
        }
        return tasks
    }

    private struct TaskPage {
        var tasks: [VideoTask]
        var hasMore: Bool
    }

    /// `nil` for an answer that is no list.
    private func pageOnce(after: String?) async throws(ClientError) -> TaskPage? {
        var path = "/videos?limit=\(Self.tasksPerPage)&order=desc"
        if let after { path += "&after=" + percentEncodedSegment(after) }
        let outgoing = OutgoingRequest(
            method: "GET", url: configuration.baseURL.url(path: path), accept: "application/json")
        let answer = try await exchange(
            outgoing, step: .status, headLimit: configuration.deadlines.statusHead,
            wholeLimit: configuration.deadlines.statusWhole)
        let body = try json(of: answer, step: .status)
        guard let items = AnswerReading.list(in: body) else { return nil }
        let tasks = items.compactMap { item in
            VideoTask(body: item, id: nil, base: configuration.baseURL, secrets: secrets)
        }
        return TaskPage(tasks: tasks, hasMore: body["has_more"]?.boolean ?? false)
    }
}

extension VideoTask {
    /// A time of a task in milliseconds since 1970.
    package static func milliseconds(_ seconds: Int?) -> Int64? {
        seconds.map { Int64(clamping: $0).clampedProduct(1_000) }
    }
}
