import VeoClient
import VeoLanguage

/// Taking up jobs that this session did not submit.
extension Session {
    /// A job of this session, or one of the history that it follows from now on.
    func attach(
        _ own: Job?, text: String, find: (History) async throws(RunFailure) -> Job?
    ) async throws(RunFailure) -> Job {
        if let own, !forgotten.contains(own.number), own.state != .stale { return own }
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
        let isOpen =
            found.isPolled && (found.state == .stale || !found.state.isFinal)
            && !configuration.isDryRun
        if isOpen { _ = try await client(for: found) }
        track(found)
        if found.baseURL == settings.baseURL, keySources[found.number] == nil {
            keySources[found.number] = settings.keyFrom
        }
        guard isOpen else { return }
        if found.settledAt != nil {
            let job = try await history.change(found.number) { $0.settledAt = nil }.job
            take(job, from: found)
        }
        await askAgain(found)
        starts.yield(found.number)
    }

    /// A stale job is asked for from now on, and stale again where no answer comes before the
    /// program ends.
    private func askAgain(_ job: Job) async {
        guard job.state == .stale else { return }
        unheard[job.number] = job.failure
        await advance(job.number, .reattached)
    }

    /// Follows those of the jobs again that are stale: to ask costs nothing.
    func askAgain(_ numbers: [Int]) async {
        for job in numbers.compactMap(job(number:)) where job.state == .stale && job.isPolled {
            guard job.settledAt == nil, !configuration.isDryRun,
                (try? await client(for: job)) != nil
            else { continue }
            await askAgain(job)
            starts.yield(job.number)
        }
    }

    /// Asks once, and at once, for the state of a stale job; one that still runs is followed again.
    ///
    /// - Throws: when there is no answer, and the job stays as it is.
    func askOnce(_ number: Int) async throws(RunFailure) {
        guard let job = job(number: number), job.state == .stale, job.isPolled,
            let id = job.serverID, !configuration.isDryRun
        else { return }
        let client = try await client(for: job)
        let task: VideoTask
        do { task = try await client.status(of: id) } catch {
            throw RunFailure(
                "'\(job.name)' is stale, and asked for again it gives no news: \(error.message)",
                help: ["`\(job.reattachLine)` asks on"], exitCode: .gateway)
        }
        await advance(number, .reattached)
        _ = await heard(task, of: number)
        told.remove(number)
        if self.job(number: number)?.state.isFinal == false { starts.yield(number) }
    }

    /// Stops following jobs. Gives what became of each.
    package func forget(_ numbers: [Int]) async -> [Job] {
        for number in numbers {
            guard let job = job(number: number) else { continue }
            forgotten.insert(number)
            endings.append(number)
            switch (job.state, job.mode) {
            case (.unsent, _) where !isHere(job): break
            case (.unsent, _):
                orders[number] = nil
                if await advance(number, .failed(.withdrawn)) { stopFollowing(number) }
            // Its id is on the way: the answer is waited for, or the job would be lost.
            case (.submitting, .async): break
            case (.submitting, .sync), (.queued, _), (.running, _): stopFollowing(number)
            case (.completed, _), (.failed, _), (.unknown, _), (.stale, _): break
            }
        }
        await settle(numbers)
        tellObservers()
        return numbers.compactMap(job(number:))
    }

    /// The next start is not to list them as open.
    private func settle(_ numbers: [Int]) async {
        do {
            for settled in try await history.settle(numbers, at: configuration.now()) {
                guard let position = positions[settled.number] else { continue }
                jobs[position].settledAt = settled.settledAt
            }
        } catch {
            configuration.announce(.warning(error.message))
        }
    }
}
