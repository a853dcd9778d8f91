import VeoClient
import VeoLanguage

/// Following a job from the moment it has a place until its end is known. One task a job.
extension Session {
    func follow(_ number: Int) async {
        guard let job = job(number: number), !job.state.isFinal else { return }
        do {
            if job.state == .unsent {
                try await send(job)
            } else {
                try await poll(number, client: client(for: job, keySource: settings.keyFrom))
            }
        } catch let error as ClientError {
            await settle(number, error)
        } catch let failure as RunFailure {
            await settle(number, failure)
        } catch {
            // Cancelled: the session closes, or the job was forgotten.
        }
        orders[number] = nil
        placed.remove(number)
        fillPlaces()
    }

    private func send(_ job: Job) async throws {
        guard let order = orders[job.number] else { return }
        let client = try await client(for: job, keySource: order.keySource)
        let now = configuration.now()
        // The intent is in the history before the first byte leaves.
        guard try await store(job.number, .dispatched, { $0.sentAt = now }) else { return }
        switch order.request.mode {
        case .async:
            let task = try await client.create(order.request)
            await advance(job.number, .accepted(id: task.id)) { $0.serverID = task.id }
            try await poll(job.number, client: client)
        case .sync:
            let number = job.number
            let result = try await client.generate(order.request) { update in
                await self.heard(update, of: number)
            }
            await advance(number, .completed) { job in
                job.serverID = result.id ?? job.serverID
                job.link = result.link
            }
        }
    }

    private func heard(_ update: ChatUpdate, of number: Int) async {
        switch update {
        case .accepted(let id):
            await advance(number, .accepted(id: id)) { $0.serverID = id }
            await advance(number, .progressed(nil))
        case .progress(let value):
            await advance(number, .progressed(value))
        }
    }

    private func poll(_ number: Int, client: GatewayClient) async throws {
        guard let id = job(number: number)?.serverID else { return }
        let started = configuration.now()
        while let job = job(number: number), !job.state.isFinal {
            let schedule = PollSchedule(
                interval: settings.poll, isLoopback: job.baseURL.isLoopback)
            let since = job.sentAt ?? started
            let elapsed = Duration.milliseconds(max(0, configuration.now() - since))
            try await configuration.clock.sleep(for: schedule.delay(afterElapsed: elapsed))
            await heard(try await client.status(of: id), of: number)
        }
    }

    private func heard(_ task: VideoTask, of number: Int) async {
        switch task.status {
        case .queued: await advance(number, .queued)
        case .running, .unrecognized: await advance(number, .progressed(task.progress))
        case .completed:
            await advance(number, .completed) { job in
                job.link = task.link
                job.seconds = task.seconds
                job.size = task.size
            }
        case .failed:
            await advance(number, .failed(JobFailure(generation: task.error)))
        }
    }

    /// What an error of the client means for the job.
    private func settle(_ number: Int, _ error: ClientError) async {
        guard error.code != .cancelled, let job = job(number: number) else { return }
        let failure = JobFailure(error, of: job)
        await advance(number, .failed(failure))
        switch error.code {
        case .invalidKey, .paymentRequired, .forbidden: await stopSending(failure)
        default: break
        }
    }

    private func settle(_ number: Int, _ failure: RunFailure) async {
        await advance(
            number,
            .failed(
                JobFailure(
                    kind: .notSent, code: "not_sent", message: failure.message,
                    advice: failure.help.first ?? "")))
    }

    // MARK: One step

    /// Takes a step in the life of a job: stored first, then told. A step that is out of place is
    /// passed over. A history that cannot be written is told, and the job goes on in memory: what
    /// has been paid for is not given up for it.
    @discardableResult
    func advance(
        _ number: Int, _ event: JobEvent, _ change: (inout Job) -> Void = { _ in }
    ) async -> Bool {
        do {
            return try await store(number, event, change)
        } catch {
            configuration.announce(.warning(error.message))
            tellObservers()
            return true
        }
    }

    /// The same, for a step that must not be taken when it cannot be stored.
    private func store(
        _ number: Int, _ event: JobEvent, _ change: (inout Job) -> Void
    ) async throws(RunFailure) -> Bool {
        guard let position = positions[number] else { return false }
        let before = jobs[position]
        guard let next = JobLife.next(before.state, event) else { return false }
        var job = before
        change(&job)
        job.state = next
        switch event {
        case .progressed(let value): job.progress = max(job.progress ?? 0, value ?? 0)
        case .completed: job.progress = 100
        case .failed(let failure): job.failure = failure
        case .reattached: (job.failure, job.endedAt) = (nil, nil)
        case .dispatched, .accepted, .queued: break
        }
        if next.isFinal { job.endedAt = configuration.now() }
        jobs[position] = job
        if next != before.state || job.serverID != before.serverID {
            do { try await history.update([job]) } catch {
                if case .dispatched = event { jobs[position].state = before.state }
                throw error
            }
            configuration.announce(.changed(job, from: before.state))
        } else if job.progress != before.progress {
            configuration.announce(.progressed(job))
        }
        tellObservers()
        return true
    }

    // MARK: Clients

    func client(for job: Job, keySource: KeySource) async throws(RunFailure) -> GatewayClient {
        try await client(baseURL: job.baseURL, keySource: keySource) { notice in
            self.configuration.announce(.retrying(job, notice))
        }
    }

    /// A client with the key that belongs to `baseURL`: the simulator's own key goes to the
    /// simulator alone, and the user's key never goes there.
    func client(
        baseURL: BaseURL, keySource: KeySource,
        report: @escaping @Sendable (RetryNotice) -> Void = { _ in }
    ) async throws(RunFailure) -> GatewayClient {
        let key: APIKey
        if let simulator = configuration.simulator, simulator.baseURL == baseURL {
            key = simulator.key
        } else {
            key = try await resolvedKey(keySource)
        }
        var gateway = GatewayConfiguration(baseURL: baseURL, key: key)
        gateway.retry = configuration.retry
        gateway.clock = configuration.clock
        return GatewayClient(
            http: configuration.transport, configuration: gateway, report: report)
    }

    /// The key is fetched once a source: a command may ask for a password each time.
    func resolvedKey(_ source: KeySource) async throws(RunFailure) -> APIKey {
        if let known = resolvedKeys[source] { return known }
        let key = try await keys.key(from: source)
        resolvedKeys[source] = key
        return key
    }
}
