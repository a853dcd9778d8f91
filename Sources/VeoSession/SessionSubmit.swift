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
    /// The frames to take in place of the session's: those of the job that is submitted again.
    package var frames: [String]?
    /// The job whose request this is, as it was when the user decided.
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
        var images: [ImageInput] = []
        for frame in order.frames ?? frames {
            let image = ImageInput(unread: frame)
            switch image {
            case .url: images.append(image)
            case .file: images.append(.file(try await spool.freeze(frame)))
            }
        }
        let request = GenerationRequest(
            model: (order.model ?? settings.model).name, prompt: text, images: images,
            mode: RequestMode(mode))
        if let problem = request.problems(in: catalog).first {
            throw RunFailure(problem.message, help: [problem.help], exitCode: .script)
        }
        return request
    }

    /// Makes jobs: their rows first, then they are sent as places are free. Fails only for what
    /// is known before sending, and then nothing is sent.
    package func submit(_ order: SubmitOrder) async throws(RunFailure) -> [Job] {
        if let refusal, configuration.kind != .shell {
            throw RunFailure(
                "nothing more is sent in this run: \(refusal.message)",
                help: [refusal.advice], exitCode: .gateway)
        }
        refusal = nil
        let names = try newNames(order.name, count: order.count)
        let model = order.model ?? settings.model
        try checkBudget(order.count, of: model)
        let request = try await nextRequest(order)
        let keySource = settings.keyFrom
        if !configuration.isDryRun {
            _ = try await client(baseURL: settings.baseURL, keySource: keySource)
        }
        let hash = RequestHash.of(request, baseURL: settings.baseURL)
        let resumed = try await claimed(names, requestHash: hash)
        let isSimulated = settings.baseURL == configuration.simulator?.baseURL
        let now = configuration.now()
        let new = names.indices.filter { resumed[$0] == nil }.map { index in
            Job(
                number: 0, run: run, name: names[index], state: .unsent, model: model.name,
                mode: Mode(request.mode), prompt: request.prompt,
                imageNames: order.frames ?? frames,
                requestHash: hash, baseURL: settings.baseURL, isSimulated: isSimulated,
                price: model.price, createdAt: now, againOf: order.source?.number)
        }
        let added = try await add(new, request, keySource, for: order.source)
        if let source = order.source?.number, let position = positions[source],
            let stored = try await history.job(number: source)
        {
            jobs[position].settledAt = stored.settledAt
        }
        var rest = added[...]
        return names.indices.compactMap { resumed[$0] ?? rest.popFirst() }
    }

    /// Writes new jobs down, then lets them go.
    private func add(
        _ new: [Job], _ request: GenerationRequest, _ keySource: KeySource, for source: Job?
    ) async throws(RunFailure) -> [Job] {
        guard !new.isEmpty else { return [] }
        let added = try await history.add(new, for: source)
        for job in added { track(job) }
        guard !configuration.isDryRun else {
            let preview = GatewayClient.preview(request, baseURL: settings.baseURL)
            for job in added { configuration.announce(.prepared(job, preview)) }
            return added
        }
        for job in added {
            keySources[job.number] = keySource
            orders[job.number] = Order(request: request)
            queue.append(job.number)
        }
        configuration.announce(.submitted(added))
        fillPlaces()
        return added
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
    func track(_ job: Job) {
        if let position = positions[job.number] {
            jobs[position] = job
        } else {
            positions[job.number] = jobs.count
            jobs.append(job)
            // The first of a name: a job of an earlier run gives way to none.
            if numbersByName[JobName.key(job.name)] == nil {
                numbersByName[JobName.key(job.name)] = job.number
            }
        }
        forgotten.remove(job.number)
    }

    /// Sends unsent jobs while there are free places.
    func fillPlaces() {
        while placed.count < settings.parallel, let number = queue.popFirst() {
            placed.insert(number)
            starts.yield(number)
        }
    }

    /// After the gateway refused the key or the account: what waits is not sent.
    func stopSending(_ failure: JobFailure) async {
        refusal = failure
        // The key may be mended where it comes from: it is fetched anew for the next submit.
        resolvedKeys = [:]
        await dropUnsent(
            JobFailure(
                kind: .notSent, code: failure.code, message: "not sent: \(failure.message)",
                advice: failure.advice))
    }

    /// Ends every job that has not left, also one that has a place already: its follower finds it
    /// ended and sends nothing.
    @discardableResult
    func dropUnsent(_ failure: JobFailure) async -> [Job] {
        queue = []
        var dropped: [Int] = []
        for number in jobs.live.sorted() {
            // While one is written down, another may leave.
            guard let job = job(number: number), isHere(job) else { continue }
            orders[number] = nil
            if await advance(number, .failed(failure)) { dropped.append(number) }
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
