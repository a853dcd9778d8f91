import VeoClient
import VeoLanguage

/// Taking up jobs that this session did not submit.
extension Session {
    /// A job of this session, or one of the history that it follows from now on.
    func attach(
        _ own: Job?, text: String, find: (History) async throws(RunFailure) -> Job?
    ) async throws(RunFailure) -> Job {
        if let own, !forgotten.contains(own.number), own.state != .unknown { return own }
        var found = own
        if found == nil { found = try await find(history) }
        guard let found else {
            throw RunFailure(
                "no job is \(text)",
                help: ["`veo jobs` lists the history, `adopt ID` takes a job from the server"],
                exitCode: .script)
        }
        try await attach(found)
        return job(number: found.number) ?? found
    }

    /// Follows a job of the history again where it has not ended and the gateway knows it. What
    /// stands in the way of that is told before anything changes.
    func attach(_ found: Job) async throws(RunFailure) {
        guard !found.isSimulated || found.run == run else {
            throw RunFailure(
                "job \(found.number) was simulated: its simulator has ended",
                exitCode: .script)
        }
        let canBeAsked = found.mode == .async && found.serverID != nil
        let isOpen =
            canBeAsked && (found.state == .unknown || !found.state.isFinal)
            && !configuration.isDryRun
        if isOpen { _ = try await client(for: found) }
        track(found)
        if found.baseURL == settings.baseURL, keySources[found.number] == nil {
            keySources[found.number] = settings.keyFrom
        }
        guard isOpen else { return }
        if found.state == .unknown { await advance(found.number, .reattached) }
        starts.yield(found.number)
    }

    /// At the prompt, jobs of ended sessions that still run are followed again. Gives those.
    package func attachOpenJobs() async throws(RunFailure) -> [Job] {
        let open = try await history.openJobs().filter { $0.baseURL == settings.baseURL }
        guard !open.isEmpty, (try? await resolvedKey(settings.keyFrom)) != nil else { return [] }
        for job in open {
            earlier.insert(job.number)
            try await attach(job)
        }
        return open
    }

    /// Takes a job that exists on the server, under a name of this session.
    package func adopt(_ id: String, name: String?) async throws(RunFailure) -> Job {
        if let known = try await history.job(serverID: id), known.baseURL == settings.baseURL {
            if let name, name != known.name {
                throw RunFailure(
                    "\(id) is job \(known.number) of the history, called '\(known.name)'",
                    help: ["`\(known.reattachLine)` follows it"], exitCode: .script)
            }
            try await attach(known)
            return job(number: known.number) ?? known
        }
        let name = try newNames(name, count: 1)[0]
        let keySource = settings.keyFrom
        let baseURL = settings.baseURL
        let client = try await client(baseURL: baseURL, keySource: keySource)
        let task: VideoTask
        do { task = try await client.status(of: id) } catch {
            throw RunFailure(error.message, help: [error.advice], exitCode: .gateway)
        }
        let now = configuration.now()
        let job = try await history.add([
            Job(
                number: 0, run: run, name: name, state: .queued,
                model: task.model.map { TextFilter.visible($0) } ?? "unknown", mode: .async,
                prompt: "", imageNames: [], requestHash: "", baseURL: baseURL,
                isSimulated: baseURL == configuration.simulator?.baseURL, price: nil,
                serverID: id, createdAt: now, sentAt: Self.milliseconds(task.createdAt) ?? now)
        ])[0]
        keySources[job.number] = keySource
        track(job)
        starts.yield(job.number)
        return job
    }

    /// Unix seconds from a server; `nil` for what is no time of this century.
    private static func milliseconds(_ seconds: Int?) -> Int64? {
        seconds.flatMap { (0..<4_102_444_800).contains($0) ? Int64($0) * 1000 : nil }
    }

    /// Stops following jobs. Gives what became of each.
    package func forget(_ numbers: [Int]) async -> [Job] {
        for number in numbers {
            guard let job = job(number: number) else { continue }
            forgotten.insert(number)
            switch (job.state, job.mode) {
            case (.unsent, _):
                queue.removeAll { $0 == number }
                orders[number] = nil
                await advance(
                    number,
                    .failed(
                        JobFailure(
                            kind: .notSent, code: JobFailure.withdrawnCode,
                            message: "cancelled by `forget`")))
            // Its id is on the way: the answer is waited for, or the job would be lost.
            case (.submitting, .async): break
            case (.submitting, .sync), (.queued, _), (.running, _): stopFollowing(number)
            case (.completed, _), (.failed, _), (.unknown, _): break
            }
        }
        tellObservers()
        return numbers.compactMap(job(number:))
    }

    /// Drops what was not sent, and names it.
    package func dropUnsent() async -> [Job] {
        await dropUnsent(
            JobFailure(
                kind: .notSent, code: JobFailure.withdrawnCode,
                message: "the script stopped before it was sent"))
    }
}
