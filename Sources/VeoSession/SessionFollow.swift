import VeoClient
import VeoLanguage

/// Following a job from the moment it has a place until its end is known. One task a job.
extension Session {
    /// Follows a job until its end, until the session closes, or until ``stopFollowing(_:)``.
    func follow(_ number: Int) async {
        let (stops, stop) = AsyncStream.makeStream(of: Never.self)
        followCount += 1
        let follower = followCount
        followers[number]?.stop.finish()
        followers[number] = Follower(id: follower, stop: stop)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.work(on: number) }
            group.addTask { for await _ in stops {} }
            await group.next()
            group.cancelAll()
        }
        // One that was taken up again, or got another place, has a newer follower by now.
        if followers[number]?.id == follower {
            followers[number] = nil
            release(number)
        }
        tellObservers()
    }

    /// Ends the following of a job; a request that is under way is cut.
    func stopFollowing(_ number: Int) {
        followers[number]?.stop.finish()
    }

    private func work(on number: Int) async {
        guard let job = job(number: number), !job.state.isFinal, !forgotten.contains(number)
        else { return }
        do {
            if job.state == .unsent {
                try await send(job)
            } else {
                try await poll(number, client: client(for: job), atOnce: true)
            }
        } catch let error as ClientError {
            await settle(number, error)
        } catch let failure as RunFailure {
            await settle(number, failure)
        } catch {
            // Cancelled: the session closes, or the job was forgotten.
        }
    }

    /// Asks for the state of a job until its end. A job that is taken up again may have ended
    /// long ago: it is asked for at once.
    func poll(
        _ number: Int, client: GatewayClient, atOnce: Bool, wish: Duration? = nil
    ) async throws {
        guard let polled = job(number: number), let id = polled.serverID else { return }
        var wish = wish
        if atOnce, try await !watch(number) { wish = try await ask(for: id, number, client) }
        // A schedule without knowledge is good enough for a history that cannot be read.
        let durations = try? await history.durations(
            model: polled.model, baseURL: polled.baseURL, limit: PollSchedule.memory)
        if let position = positions[number] {
            jobs[position].usualDuration = PollSchedule.median(of: durations ?? [])
        }
        var schedule = PollSchedule(
            interval: settings.poll, isLoopback: polled.baseURL.isLoopback,
            durations: durations ?? [])
        // What was before this program is by the clock on the wall, and from here on steady.
        let began = polled.elapsed(at: configuration.now()) ?? 0
        let stopwatch = Stopwatch(configuration.clock)
        var isFirst = !atOnce
        var wishIsTold = false
        while let job = job(number: number), !job.state.isFinal, !forgotten.contains(number) {
            if try await watch(number) { continue }
            // Both may have changed since the last poll.
            (schedule.interval, schedule.jobs) = (settings.poll, followers.count)
            let elapsed = Duration.milliseconds(began) + stopwatch.elapsed
            let limit = configuration.retry.retryAfterLimit
            if let pause = wish, pause > limit {
                wish = limit
                if !wishIsTold { tell(pause, of: job, limit: limit) }
                wishIsTold = true
            }
            try await configuration.clock.sleep(
                for: schedule.delay(afterElapsed: elapsed, isFirst: isFirst, wish: wish))
            isFirst = false
            wish = try await ask(for: id, number, client)
            tellExpiry()
        }
    }

    private func tell(_ wish: Duration, of job: Job, limit: Duration) {
        configuration.announce(
            .warning(
                "\(job.name): the gateway asks for a pause of \(DurationText.short(wish)) before the "
                    + "next question; it is asked again after \(DurationText.short(limit))"))
    }

    /// Asks for the state of a job and takes the answer; returns the pause before the next poll
    /// that it asks for. What is no answer is waited through: the job goes on meanwhile, and is paid
    /// for.
    private func ask(
        for id: String, _ number: Int, _ client: GatewayClient
    ) async throws -> Duration? {
        let isLoopback = job(number: number)?.baseURL.isLoopback ?? false
        var patience = PollPatience(
            configuration.retry, outage: configuration.outagePatience, isLoopback: isLoopback)
        var silence: Stopwatch?
        defer { if silent == number { silent = nil } }
        while true {
            do {
                let tries = silence == nil ? nil : 1
                let task = try await client.status(of: id, tries: tries)
                if let silence { tellNews(of: number, after: silence.elapsed) }
                return await heard(task, of: number)
            } catch {
                let since = silence ?? Stopwatch(configuration.clock)
                guard let pause = patience.pause(after: error, elapsed: since.elapsed) else {
                    throw error
                }
                silence = since
                tellSilence(of: number, error)
                try await configuration.clock.sleep(for: pause)
            }
        }
    }

    /// One job speaks for all that hear nothing at the same time.
    private func tellSilence(of number: Int, _ error: ClientError) {
        guard silent == nil, let job = job(number: number) else { return }
        silent = number
        configuration.announce(
            .warning(
                "\(job.name): no news: \(error.message); it may go on at the gateway and is asked "
                    + "for again"))
    }

    /// The end of what ``tellSilence(of:_:)`` has told.
    private func tellNews(of number: Int, after silence: Duration) {
        guard silent == number, let job = job(number: number) else { return }
        let time = DurationText.clock(milliseconds: DurationText.milliseconds(silence))
        configuration.announce(.notice("\(job.name): the gateway tells of it again, after \(time)"))
    }

    /// Takes what an answer says; returns the pause that it asks for before the next poll.
    func heard(_ task: VideoTask, of number: Int) async -> Duration? {
        let now = configuration.now()
        unheard[number] = nil
        switch task.status {
        case .queued: await advance(number, .queued) { $0.lostCount = 0 }
        case .running, .unrecognized:
            await advance(number, .progressed(task.progress)) { $0.lostCount = 0 }
        case .completed:
            await advance(number, .completed) { job in
                job.links = task.links
                job.seconds = task.seconds
                job.size = task.size
                job.expiresAt = Self.expiry(task, heard: now, of: job)
            }
        case .failed:
            await advance(number, .failed(JobFailure(generation: task.error)))
        }
        return task.pollAfter
    }

    /// What an error of the client means for the job. A poll that was cancelled changes nothing;
    /// a create that was cancelled has either not left or is unknown from now on.
    private func settle(_ number: Int, _ error: ClientError) async {
        guard let job = job(number: number) else { return }
        if error.code == .cancelled && error.delivery == .notApplicable { return }
        unheard[number] = nil
        let failure = JobFailure(error, of: job)
        let lostCount = failure.kind == .noNews && error.fault == .gone ? job.lostCount + 1 : 0
        await advance(number, .failed(failure)) { $0.lostCount = lostCount }
        switch error.code {
        // The key may ask for nothing, but the gateway may know jobs that are not this key's.
        case .forbidden where error.step == .status: break
        case .invalidKey, .paymentRequired, .forbidden:
            await stopSending(
                JobFailure(
                    kind: .refused, code: failure.code, message: error.message,
                    advice: error.advice))
        default: break
        }
    }

    /// What a failure of this machine means for the job: one that has not left costs nothing, one
    /// that has may go on at the gateway.
    private func settle(_ number: Int, _ failure: RunFailure) async {
        guard let job = job(number: number) else { return }
        unheard[number] = nil
        await advance(number, .failed(JobFailure(failure, of: job)))
    }

    /// The session closes: what was asked for again and gave no answer is stale as before. Nothing
    /// new was heard, so nothing is told.
    func settleUnheard() async {
        let now = configuration.now()
        for (number, failure) in unheard {
            _ = try? await history.change(number) { job in
                guard let next = JobLife.next(job.state, .failed(failure)) else { return }
                (job.state, job.failure, job.endedAt) = (next, failure, now)
            }
        }
        unheard = [:]
    }
}
