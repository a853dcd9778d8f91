package import VeoClient
package import VeoLanguage

/// What one `submit` asks for, filled in.
package struct SubmitOrder: Sendable {
    package var count = 1
    package var name: String?
    package var model: VideoModel?
    package var mode: Mode?
    /// The text after `--`; `nil` takes the prompt of the session.
    package var text: String?
    /// The job whose request this is, as it was when the user decided: its images are taken in
    /// place of the session's.
    package var source: Job?

    package init() {}
}

extension Session {
    /// The request that the next submit sends, and everything that is wrong with it.
    package func nextRequest(_ order: SubmitOrder = SubmitOrder()) async throws(RunFailure)
        -> GenerationRequest
    {
        guard let text = order.text ?? prompt else {
            throw RunFailure(
                "no prompt yet", help: ["`prompt TEXT` sets it"], exitCode: .script)
        }
        let mode = order.mode ?? settings.mode
        let images: [ImageInput]
        if let source = order.source {
            images = try await self.images(of: source)
        } else {
            images = try await frozenFrames()
        }
        let request = GenerationRequest(
            model: (order.model ?? settings.model).name, prompt: text, images: images,
            mode: RequestMode(mode))
        if let problem = request.problems(in: catalog).first {
            throw RunFailure(problem.message, help: [problem.help], exitCode: .script)
        }
        return request
    }

    /// The session's frames, so that nothing that happens to the files changes them.
    private func frozenFrames() async throws(RunFailure) -> [ImageInput] {
        var images: [ImageInput] = []
        for frame in frames {
            let image = ImageInput(unread: frame)
            switch image {
            case .url: images.append(image)
            case .file: images.append(.file(try await spool.freeze(frame)))
            }
        }
        return images
    }

    /// Makes jobs: their rows first, then they are sent as places are free. Fails only for what
    /// is known before sending, and then nothing is sent.
    package func submit(_ order: SubmitOrder) async throws(RunFailure) -> [Job] {
        if let held { throw held }
        if let refusal, configuration.kind != .shell {
            throw RunFailure(
                "nothing more is sent in this run: \(refusal.message)",
                help: [refusal.advice], exitCode: .gateway)
        }
        refusal = nil
        let names = try newNames(order.name, count: order.count)
        let model = order.model ?? settings.model
        let request = try await nextRequest(order)
        let keySource = settings.keyFrom
        if !configuration.isDryRun {
            _ = try await client(baseURL: settings.baseURL, keySource: keySource)
        }
        try refuseKey(in: request, names)
        let forms = RequestForms(request, formerAt: resumption?.formerBases ?? [])
        try await noteResumption()
        let decisions = try decide(names, forms, order, model)
        var taken: [Int: Job] = [:]
        do throws(RunFailure) {
            for (index, decision) in decisions.enumerated() {
                taken[index] = try await takeUp(decision, as: names[index])
            }
        } catch {
            giveBack(besides: taken)
            throw error
        }
        let now = configuration.now()
        let imageNames = order.source?.imageNames ?? frames
        let sentFrames = JobFrame.frames(request.images, named: imageNames)
        let new = names.indices.filter { taken[$0] == nil }.map { index in
            var job = Job(
                number: 0, run: run, name: names[index], state: .unsent, model: model.name,
                mode: Mode(request.mode), prompt: request.prompt,
                imageNames: imageNames,
                requestHash: forms.current, baseURL: settings.baseURL,
                isSimulated: settings.baseURL == configuration.simulator?.baseURL,
                price: model.price, createdAt: now, againOf: order.source?.number,
                frames: order.source?.frames ?? sentFrames)
            switch decisions[index] {
            case .make(let failed, _): job.againOf = job.againOf ?? failed?.number
            case .leave: job.leave(at: now)
            case .take, .takeOther, .takeResult, .refuse: break
            }
            return job
        }
        let added: [Job]
        do throws(RunFailure) {
            added = try await add(new, request, keySource, for: order.source)
        } catch {
            giveBack(besides: taken)
            throw error
        }
        boughtCount += decisions.count(where: \.isMade)
        if let source = order.source?.number, let position = positions[source],
            let stored = try await history.job(number: source)
        {
            jobs[position].settledAt = stored.settledAt
        }
        var rest = added[...]
        return names.indices.compactMap { taken[$0] ?? rest.popFirst() }
    }

    /// What a submit would cost now: what is made already costs nothing. `nil` where the price is not
    /// known.
    func price(of order: SubmitOrder) async throws(RunFailure) -> Money? {
        guard let price = (order.model ?? settings.model).price else { return nil }
        let forms = RequestForms(
            try await nextRequest(order), formerAt: resumption?.formerBases ?? [])
        var copy = resumption
        let count = try newNames(order.name, count: order.count).count { name in
            decision(Wish(name, forms), &copy).isMade
        }
        return price * min(count, room ?? count)
    }

    /// How many more jobs this run may buy; `nil` for any number.
    private var room: Int? { configuration.newJobLimit.map { max(0, $0 - boughtCount) } }

    /// What becomes of each job of a submit. All or nothing: what is refused changes nothing.
    private func decide(
        _ names: [String], _ forms: RequestForms, _ order: SubmitOrder, _ model: VideoModel
    ) throws(RunFailure) -> [Decision] {
        // In place: a copy of what a hundred thousand jobs may claim would be made at each submit.
        resumption?.begin()
        do throws(RunFailure) {
            var decisions: [Decision] = []
            for name in names {
                let wish = Wish(name, forms, isAgain: order.source != nil)
                let decision = decision(wish, &resumption)
                if case .refuse(let doubt) = decision { throw doubt.failure }
                decisions.append(decision)
            }
            let made = decisions.indices.filter { decisions[$0].isMade }
            let count = min(made.count, room ?? made.count)
            try checkBudget(count, of: model)
            for index in made.dropFirst(count) { decisions[index] = .leave }
            for (name, decision) in zip(names, decisions) { tell(decision, name) }
            return decisions
        } catch {
            resumption?.rollBack()
            throw error
        }
    }

    /// Why a job is made although there is one of its name.
    private func tell(_ decision: Decision, _ name: String) {
        guard case .make(let failed, let changed) = decision else { return }
        if let failed, failed.state == .unknown {
            configuration.announce(
                .warning(
                    "\(failed.name) was unknown in the last run and is settled: submitted anew"))
        } else if let changed, changed.state != .failed {
            configuration.announce(
                .warning(
                    "\(name) asks for something else than in the last run: submitted anew"
                        + (changed.isOpen ? "; the old one is job \(changed.number)" : "")))
        }
    }

    /// Writes new jobs down, then lets them go.
    private func add(
        _ new: [Job], _ request: GenerationRequest, _ keySource: KeySource, for source: Job?
    ) async throws(RunFailure) -> [Job] {
        guard !new.isEmpty else { return [] }
        let added = try await stored(new, for: source)
        for job in added { track(job) }
        let leaving = added.filter { $0.state == .unsent }
        guard !leaving.isEmpty else { return added }
        guard !configuration.isDryRun else {
            let preview = GatewayClient.preview(request, baseURL: settings.baseURL)
            for job in leaving { configuration.announce(.prepared(job, preview)) }
            return added
        }
        for job in leaving {
            keySources[job.number] = keySource
            orders[job.number] = Order(request: request)
            dispatcher.add(job.number, to: job.baseURL.origin)
        }
        configuration.announce(.submitted(leaving))
        fillPlaces()
        return added
    }

    /// New jobs with their numbers: written down, unless nothing is to be changed.
    func stored(_ new: [Job], for source: Job? = nil) async throws(RunFailure) -> [Job] {
        guard configuration.isDryRun else { return try await history.add(new, for: source) }
        var next = plannedNumber
        if next == nil { next = try await history.nextNumber() }
        let first = next ?? 1
        plannedNumber = first + new.count
        return new.enumerated().map { index, job in
            var job = job
            job.number = first + index
            if job.name.isEmpty { job.name = "job-\(job.number)" }
            return job
        }
    }

    /// `as cat` names one job, `x3 as cat` three; an unnamed job is called by the history.
    func newNames(_ name: String?, count: Int) throws(RunFailure) -> [String] {
        guard let name else { return Array(repeating: "", count: count) }
        let names = count == 1 ? [name] : (1...count).map { "\(name)-\($0)" }
        for name in names {
            if let number = numbersByName[JobName.key(name)], let other = job(number: number) {
                let same = other.name == name ? "" : " (as '\(other.name)')"
                throw RunFailure(
                    "a job named '\(name)' exists already\(same): job \(other.number) of the history",
                    help: ["a name is unique within a run; choose another after `as`"],
                    exitCode: .script)
            }
        }
        return names
    }

    /// Adds a job to those that this session speaks of.
    ///
    /// - Parameter isEarlier: it was made before this run began.
    func track(_ job: Job, isEarlier: Bool = false) {
        if let position = positions[job.number] {
            jobs[position] = job
        } else {
            positions[job.number] = jobs.count
            stems.add(job.name, job.number)
            jobs.append(job, isEarlier: isEarlier)
            // The first of a name: a job of an earlier run gives way to none.
            if numbersByName[JobName.key(job.name)] == nil {
                numbersByName[JobName.key(job.name)] = job.number
            }
        }
        forgotten.remove(job.number)
    }

    /// After the gateway refused the key or the account: what waits is not sent.
    func stopSending(_ failure: JobFailure) async {
        refusal = failure
        // The key may be mended where it comes from: it is fetched anew for the next submit.
        resolvedKeys = [:]
        await dropUnsent(.notSent(after: failure))
    }

    /// Ends every job that has not left, also one that has a place already: its follower finds it
    /// ended and sends nothing.
    @discardableResult
    func dropUnsent(_ failure: JobFailure) async -> [Job] {
        dispatcher.clear()
        var dropped: [Int] = []
        for number in jobs.live.sorted() {
            // While one is written down, another may leave.
            guard let job = job(number: number), isHere(job) else { continue }
            orders[number] = nil
            guard await advance(number, .failed(failure)) else { continue }
            dropped.append(number)
            // It may sit in the pause before its next try.
            stopFollowing(number)
        }
        return dropped.compactMap(job(number:))
    }
}

extension RequestMode {
    package init(_ mode: Mode) {
        switch mode {
        case .async: self = .async
        case .sync: self = .sync
        }
    }
}

extension Mode {
    package init(_ mode: RequestMode) {
        switch mode {
        case .async: self = .async
        case .sync: self = .sync
        }
    }
}

extension Job {
    /// It is not sent in this run; the next one makes it.
    fileprivate mutating func leave(at now: Int64) {
        (state, endedAt, againOf) = (.failed, now, nil)
        failure = JobFailure(
            kind: .notSent, code: JobFailure.leftCode, message: "left for the next run")
    }
}
