import VeoClient
import VeoLanguage

/// Sending a job that has a place: what is paid for happens here. What an answer has made certain
/// is in the history before anything else is done: a request that made nothing brings its job back
/// to `unsent` before the pause, so that a kill in the pause leaves no doubt.
extension Session {
    /// Sends the request of a job that has not left, and goes on with it until its end, or until
    /// it has to wait for a place again.
    func send(_ job: Job) async throws {
        let client = try await client(for: job)
        var tries = SendTries(limit: configuration.retry.tries)
        while let order = orders[job.number], try await dispatch(job.number) {
            let wish: Duration?
            do {
                wish = try await request(order.request, job.number, client)
            } catch let error as ClientError where error.isAboutMaking {
                guard try await goesOn(with: job.number, after: error, &tries, client) else {
                    return
                }
                continue
            }
            return try await poll(job.number, client: client, atOnce: false, wish: wish)
        }
    }

    /// Writes down that the request leaves, before its first byte does. `false` when it must not.
    private func dispatch(_ number: Int) async throws(RunFailure) -> Bool {
        guard let job = job(number: number), !job.state.isFinal else { return false }
        if let bar = bar(to: number) {
            await advance(number, .failed(bar))
            return false
        }
        // It is written down already where the history did not take the step back.
        guard job.state == .unsent else { return true }
        let now = configuration.now()
        return try await store(number, .dispatched) { $0.sentAt = now }
    }

    /// Why a job that has not left must stay here.
    private func bar(to number: Int) -> JobFailure? {
        if forgotten.contains(number) { return .withdrawn }
        if let refusal { return .notSent(after: refusal) }
        return gate.isOpen ? nil : .stopped
    }

    /// One try. Returns the pause before the first poll that the gateway asks for; a sync job is
    /// at its end then.
    private func request(
        _ request: GenerationRequest, _ number: Int, _ client: GatewayClient
    ) async throws -> Duration? {
        switch request.mode {
        case .async:
            let task = try await watchingSilence(of: number) {
                try await client.create(request, tries: 1)
            }
            noteAccepted(number)
            await advance(number, .accepted(id: task.id)) { $0.serverID = task.id }
            tellDouble(task.id, of: number)
            return task.pollAfter
        case .sync:
            let result = try await watchingSilence(of: number) {
                try await client.generate(request, tries: 1) { update in
                    await self.heard(update, of: number)
                }
            }
            await advance(number, .completed) { job in
                job.serverID = result.id ?? job.serverID
                job.links = result.links
            }
            return nil
        }
    }

    /// Tells of an id that another job of this session has at the same gateway: it may be that of
    /// something else than the job, and both would be given the same video.
    private func tellDouble(_ id: String, of number: Int) {
        guard let job = job(number: number) else { return }
        let place = "\(job.baseURL.origin) \(id)"
        guard let other = acceptedIDs.updateValue(number, forKey: place), other != number else {
            return
        }
        configuration.announce(
            .warning(
                "\(job.name): the gateway gave it the id \(id), which job \(other) of the history "
                    + "has, too: both may get the same video; look into the console of the gateway"
            ))
    }

    private func heard(_ update: ChatUpdate, of number: Int) async {
        switch update {
        case .accepted(let id):
            noteAccepted(number)
            await advance(number, .accepted(id: id)) { $0.serverID = id }
            await advance(number, .progressed(nil))
        case .progress(let value):
            await advance(number, .progressed(value))
        }
    }

    // MARK: After an answer that made nothing

    /// Whether the request is sent again now. Else the job has gone back to those that wait.
    private func goesOn(
        with number: Int, after error: ClientError, _ tries: inout SendTries,
        _ client: GatewayClient
    ) async throws -> Bool {
        guard let job = job(number: number) else { return false }
        let gateway = job.baseURL.origin
        let attempt = tries.attempt
        let isFull = error.fault == .tooManyRequests
        var next = tries.next(
            after: error, hasOthers: isFull ? await hasOthers(than: job) : false,
            isKeyGood: goodKeys.contains(key(of: job)))
        if next == .end {
            var error = error
            if attempt > 1 { error.message += " (after \(attempt) tries)" }
            throw error
        }
        let isBack = await takeBack(number)
        // Decided while it was on its way: nobody would come back for it.
        if let bar = bar(to: number) {
            await advance(number, .failed(bar))
            return false
        }
        // Without the history's word that it is back it must not wait as if it had never left.
        if next == .place, !isBack { next = .again }
        let policy = configuration.retry
        let pause: Duration
        switch next {
        case .end: return false
        case .place:
            await waitForPlace(number, at: gateway, after: error)
            return false
        case .again:
            if isFull { dispatcher.closed(at: gateway) }
            let notice = client.retryNotice(after: error, attempt: attempt)
            configuration.announce(.retrying(job, notice))
            pause = notice.delay
        case .keyOnceMore:
            pause = policy.baseDelay * 5
            configuration.announce(
                .warning(
                    "\(job.name): \(error.message), to a key that it took before: asked once more "
                        + "in \(DurationText.rounded(pause))"))
        }
        try await configuration.clock.sleep(for: pause)
        return true
    }

    /// Writes down that the request made nothing. `false` when the history does not take it: the
    /// job stays as it is then, on the side of doubt.
    private func takeBack(_ number: Int) async -> Bool {
        do {
            return try await store(number, .turnedAway) { $0.sentAt = nil }
        } catch {
            configuration.announce(.warning(error.message))
            return false
        }
    }

    /// Gives the place back; the job is sent when one of ours ends, or after a pause.
    private func waitForPlace(
        _ number: Int, at gateway: Origin, after error: ClientError
    ) async {
        guard let job = job(number: number), job.state == .unsent else { return }
        let policy = configuration.retry
        let wish = error.retryAfter.map { min($0, policy.retryAfterLimit) }
        let pause = dispatcher.turnedAway(
            number, at: gateway, saying: error.message, isTimed: wish != nil)
        if let wish {
            knocks.yield(Knock(pause: pause, gateway: gateway, after: wish, isLook: false))
        }
        let look = max(dispatcher.pause(policy, at: gateway), wish ?? .zero)
        knocks.yield(Knock(pause: pause, gateway: gateway, after: look, isLook: true))
        tellFullness(of: gateway)
        fillPlaces()
    }

    /// The pause of a gateway that was full is over.
    func knock(_ knock: Knock) async {
        do { try await configuration.clock.sleep(for: knock.after) } catch { return }
        dispatcher.knock(knock.pause, at: knock.gateway, isLook: knock.isLook)
        fillPlaces()
    }

    /// Sends unsent jobs while there are free places.
    func fillPlaces() {
        guard gate.isOpen else { return }
        while let number = dispatcher.next() {
            guard let job = job(number: number), isHere(job) else {
                if let job = self.job(number: number) {
                    dispatcher.end(number, at: job.baseURL.origin)
                }
                continue
            }
            starts.yield(number)
        }
    }

    /// A job is followed no more; one that waits for a place has given its own back already.
    func release(_ number: Int) {
        // One without an order is being taken back: nobody sends it any more.
        if let job = job(number: number), job.state != .unsent || orders[number] == nil {
            orders[number] = nil
            dispatcher.end(number, at: job.baseURL.origin)
            tellFullness(of: job.baseURL.origin)
        }
        fillPlaces()
    }

    private func noteAccepted(_ number: Int) {
        guard let job = job(number: number) else { return }
        goodKeys.insert(key(of: job))
        dispatcher.accepted(number, at: job.baseURL.origin)
        tellFullness(of: job.baseURL.origin)
        fillPlaces()
    }

    /// The key that a job is sent with, as far as it can be named.
    private func key(of job: Job) -> KeyUse {
        KeyUse(source: keySources[job.number] ?? settings.keyFrom, gateway: job.baseURL.origin)
    }

    /// Whether other jobs of ours are at a gateway: those that hold a place, those of earlier runs
    /// that are followed, and those of other programs on this history.
    private func hasOthers(than job: Job) async -> Bool {
        let gateway = job.baseURL.origin
        if dispatcher.hasOthers(than: job.number, at: gateway) { return true }
        let isFollowed = followers.keys.contains { number in
            guard number != job.number, let other = self.job(number: number) else { return false }
            return other.isPolled && !other.state.isFinal && other.baseURL.origin == gateway
        }
        if isFollowed { return true }
        return (try? await history.othersRun(at: job.baseURL, besides: run)) ?? false
    }

    private func tellFullness(of gateway: Origin) {
        guard let (places, words) = dispatcher.newlyFull(at: gateway) else { return }
        let room =
            switch places {
            case 0: "has no place for a job now"
            case 1: "takes 1 job at once"
            default: "takes \(places) jobs at once"
            }
        configuration.announce(
            .warning("the gateway \(room) (\(words)): the others wait until it has a place"))
    }
}

/// The end of a pause of a gateway that was full.
struct Knock: Sendable {
    let pause: Int
    let gateway: Origin
    let after: Duration
    /// Whether one job more than the gateway is known to take is sent now, to see.
    let isLook: Bool
}

/// A key that goes to a gateway.
struct KeyUse: Sendable, Hashable {
    let source: KeySource
    let gateway: Origin
}

extension JobFailure {
    /// The program is being left: what has not left stays here.
    static let stopped = JobFailure(
        kind: .notSent, code: withdrawnCode, message: "the script stopped before it was sent")

    /// The user took it back.
    static let withdrawn = JobFailure(
        kind: .notSent, code: withdrawnCode, message: "cancelled by `forget`")

    /// The gateway refused the key or the account: what waits is not sent.
    static func notSent(after refusal: JobFailure) -> JobFailure {
        JobFailure(
            kind: .notSent, code: refusal.code, message: "not sent: \(refusal.message)",
            advice: refusal.advice)
    }
}
