import VeoClient
import VeoLanguage

/// Taking a job that exists on the server.
extension Session {
    /// Takes a job of the server: the unknown one that it must be, or else a new one under a name
    /// of this session.
    package func adopt(_ id: String, name: String?) async throws(RunFailure) -> Job {
        let known = try await history.jobs(serverID: id)
        if let known = known.first(where: { $0.baseURL == settings.baseURL }) {
            if let name, name != known.name {
                throw RunFailure(
                    "\(id) is job \(known.number) of the history, called '\(known.name)'",
                    help: ["`\(known.reattachLine)` follows it"], exitCode: .script)
            }
            try await attach(known)
            return job(number: known.number) ?? known
        }
        let namesake = name.flatMap { numbersByName[JobName.key($0)] }.flatMap(job(number:))
        if namesake?.isOrphan != true { _ = try newNames(name, count: 1) }
        let client = try await client(baseURL: settings.baseURL, keySource: settings.keyFrom)
        let task = try await task(id, client)
        if let unknown = try await unknownJob(of: task, name: name) {
            return try await follow(unknown, as: id)
        }
        let name = try newNames(name, count: 1)[0]
        let now = configuration.now()
        let job = try await history.add([
            Job(
                number: 0, run: run, name: name, state: .queued,
                model: task.model ?? "unknown", mode: .async,
                prompt: "", imageNames: [], requestHash: "", baseURL: settings.baseURL,
                isSimulated: settings.baseURL == configuration.simulator?.baseURL, price: nil,
                serverID: id, createdAt: now, sentAt: VideoTask.milliseconds(task.createdAt) ?? now)
        ])[0]
        keySources[job.number] = settings.keyFrom
        track(job)
        starts.yield(job.number)
        return job
    }

    /// The unknown job that a task of the server is, where there is no doubt.
    private func unknownJob(of task: VideoTask, name: String?) async throws(RunFailure) -> Job? {
        let unknown = try await openJobs().filter { $0.process == nil }.map(\.job)
            .filter { $0.isOrphan && $0.baseURL == settings.baseURL }
        let fits = unknown.compactMap { job -> (job: Job, fit: OrphanSearch.Fit, isSure: Bool)? in
            let search = OrphanSearch(of: job, in: catalog)
            return search.fit(task).map { (job, $0, search.isSure($0, of: task)) }
        }
        if let name {
            return fits.first { JobName.key($0.job.name) == JobName.key(name) }?.job
        }
        guard let best = fits.map(\.fit).max() else { return nil }
        let fitting = fits.filter { $0.fit == best }.map(\.job)
        if fitting.count == 1, fits.contains(where: { $0.fit == best && $0.isSure }) {
            return fitting[0]
        }
        throw RunFailure(
            "\(task.id) may be a job that is unknown here: "
                + fitting.prefix(Self.shownLimit).map { "@#\($0.number)" }.joined(separator: ", "),
            help: fitting.prefix(Self.shownLimit).map {
                "`adopt @#\($0.number) \(task.id)` says that it is '\($0.name)'"
            } + ["`adopt \(task.id) as NAME` takes it as a job of its own"], exitCode: .script)
    }

    /// Jobs that a message names at most.
    private static let shownLimit = 5

    /// Says which job of the server an unknown one is. Without an id it is searched for, where the
    /// gateway lists its jobs.
    package func adopt(_ unknown: Job, id: String?) async throws(RunFailure) -> Job {
        if let known = unknown.serverID, unknown.isPolled, id == nil || id == known {
            return unknown
        }
        guard unknown.state == .unknown else {
            throw RunFailure(
                "'\(unknown.name)' is not unknown: it is \(unknown.state.rawValue)",
                help: ["`adopt ID` takes a job of the server"], exitCode: .script)
        }
        guard unknown.isOrphan else {
            throw RunFailure(
                "'\(unknown.name)' is a sync job: its answer was its connection, and is gone",
                help: Self.choices(unknown), exitCode: .script)
        }
        let client = try await client(for: unknown)
        if let id {
            _ = try await task(id, client)
            return try await follow(unknown, as: id)
        }
        return try await follow(unknown, as: try await search(for: unknown, client).id)
    }

    /// The one job of the server that fits and that no other job of the history is.
    private func search(
        for unknown: Job, _ client: GatewayClient
    ) async throws(RunFailure) -> VideoTask {
        let search = OrphanSearch(of: unknown, in: catalog)
        let tasks: [VideoTask]?
        do { tasks = try await client.tasks(goingBack: age(of: unknown)) } catch {
            throw RunFailure(
                "cannot search for '\(unknown.name)': \(error.message)",
                help: [error.advice], exitCode: .gateway)
        }
        guard let tasks else {
            throw RunFailure(
                "the gateway does not list its jobs: '\(unknown.name)' cannot be searched for",
                help: ["look into its console"] + Self.choices(unknown), exitCode: .gateway)
        }
        let known = try await history.known(
            tasks.filter { search.fit($0) != nil }.map(\.id),
            at: unknown.baseURL)
        guard let (fit, free) = search.candidates(tasks.filter { !known.contains($0.id) }) else {
            throw RunFailure(
                "no job of the gateway fits '\(unknown.name)'; \(tasks.count) were looked at",
                help: ["look into its console"] + Self.choices(unknown), exitCode: .gateway)
        }
        if free.count == 1, search.isSure(fit, of: free[0]) { return free[0] }
        let rest = free.count - Self.shownLimit
        throw RunFailure(
            free.count == 1
                ? "one job of the gateway may be '\(unknown.name)'\(Self.doubt(fit))"
                : "\(free.count) jobs of the gateway may be '\(unknown.name)'\(Self.doubt(fit))",
            help: free.prefix(Self.shownLimit).map { Self.line($0, for: unknown) }
                + (rest > 0 ? ["and \(rest) more"] : []),
            exitCode: .script)
    }

    /// Why it is not taken without a word.
    private static func doubt(_ fit: OrphanSearch.Fit) -> String {
        switch fit {
        case .model: ": the gateway does not tell their texts"
        case .cutText: ": the gateway cuts their texts short"
        case .text: ""
        }
    }

    /// How long ago a job was sent, in seconds, with what clocks may be wrong by; `nil` for a
    /// gateway on this machine, whose clock may run at any pace.
    private func age(of job: Job) -> Int? {
        guard !job.baseURL.isLoopback else { return nil }
        let (age, overflow) = configuration.now().subtractingReportingOverflow(
            job.sentAt ?? job.createdAt)
        return overflow ? nil : Int(max(age, 0) / 1000) + OrphanSearch.readingMargin
    }

    private static func line(_ task: VideoTask, for unknown: Job) -> String {
        let created = VideoTask.milliseconds(task.createdAt).map {
            ", made \(Timestamp.text(milliseconds: $0))"
        }
        return "`adopt @#\(unknown.number) \(task.id)`: \(TextFilter.visible(task.rawStatus))"
            + (created ?? "")
    }

    private static func choices(_ unknown: Job) -> [String] {
        let reference = "@#\(unknown.number)"
        let adopting = unknown.isOrphan ? "`adopt \(reference) ID` takes the job of that id, " : ""
        return [
            adopting + "`again \(reference)` sends it again and pays again, "
                + "`forget \(reference)` settles it"
        ]
    }

    private func task(_ id: String, _ client: GatewayClient) async throws(RunFailure) -> VideoTask {
        do { return try await client.status(of: id) } catch {
            throw RunFailure(error.message, help: [error.advice], exitCode: .gateway)
        }
    }

    private func follow(_ unknown: Job, as id: String) async throws(RunFailure) -> Job {
        let job = try await history.adopt(id, as: unknown.number, by: run, at: configuration.now())
        if self.job(number: unknown.number) == nil { track(unknown) }
        if keySources[job.number] == nil { keySources[job.number] = settings.keyFrom }
        take(job, from: unknown)
        told.remove(job.number)
        starts.yield(job.number)
        return job
    }
}

extension Session {
    /// Until when a video can be fetched: from its end by the clock of the gateway, where it says
    /// one that can be, else from the news of it.
    static func expiry(_ task: VideoTask, heard now: Int64, of job: Job) -> Int64 {
        let ended = VideoTask.milliseconds(task.completedAt) ?? now
        let isPossible = ended >= job.sentAt ?? job.createdAt && ended <= now
        return (isPossible ? ended : now) + Job.linkLife
    }
}
