import VeoClient
import VeoLanguage

/// Which jobs a command speaks of: a reference with its values filled in.
package enum JobSelector: Sendable, Hashable {
    case last
    case all
    case active
    case failed
    case number(Int)
    case serverID(String)
    case name([NamePart])

    /// `any` stands for `*`: any run of characters.
    package enum NamePart: Sendable, Hashable {
        case text(String)
        case any
    }
}

extension Session {
    package func job(number: Int) -> Job? {
        positions[number].map { jobs[$0] }
    }

    /// The jobs of this session in order, without those that were forgotten.
    package var allJobs: [Job] { jobs.filter { !forgotten.contains($0.number) } }

    /// Those that a command without a reference speaks of.
    package var ownJobs: [Job] { allJobs.filter { !earlier.contains($0.number) } }

    /// The jobs that `selectors` name, each once, in the order of the session. `text` is the
    /// reference as written, for the message.
    package func jobs(_ selector: JobSelector, text: String) async throws(RunFailure) -> [Job] {
        switch selector {
        case .last:
            guard let job = ownJobs.last else { throw noJob(text) }
            return [job]
        case .all: return ownJobs
        case .active: return ownJobs.filter { !$0.state.isFinal }
        case .failed: return ownJobs.filter { $0.state == .failed }
        case .number(let number):
            let own = job(number: number)
            return [try await attach(own, text: text) { history throws(RunFailure) in
                try await history.job(number: number)
            }]
        case .serverID(let id):
            let own = jobs.last { $0.serverID == id }
            return [try await attach(own, text: text) { history throws(RunFailure) in
                try await history.job(serverID: id)
            }]
        case .name(let pattern):
            let matching = allJobs.filter { JobSelector.matches(pattern, $0.name) }
            if matching.isEmpty { throw noJob(text) }
            return matching
        }
    }

    private func noJob(_ text: String) -> RunFailure {
        let names = allJobs.map { "@" + $0.name }
        let guess = DidYouMean.suggestion(for: text, among: names)
        return RunFailure(
            "no job is \(text)",
            label: guess.map { "did you mean '\($0)'?" } ?? "",
            help: [
                names.isEmpty
                    ? "nothing has been submitted yet"
                    : "the jobs of this session: \(names.prefix(8).joined(separator: " "))"
                        + (names.count > 8 ? " …" : "")
            ],
            exitCode: .script)
    }

    // MARK: Attaching

    /// A job of this session, or one of the history that it follows from now on.
    private func attach(
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

    /// Follows a job of the history again where it has not ended and the gateway knows it.
    func attach(_ found: Job) async throws(RunFailure) {
        guard !found.isSimulated || found.run == run else {
            throw RunFailure(
                "job \(found.number) was simulated: its simulator has ended",
                exitCode: .script)
        }
        let wasFollowed = positions[found.number] != nil && !forgotten.contains(found.number)
        track(found)
        let canBeAsked = found.mode == .async && found.serverID != nil
        guard canBeAsked, found.state == .unknown || !found.state.isFinal else { return }
        guard found.baseURL == settings.baseURL else {
            throw RunFailure(
                "job \(found.number) belongs to \(found.baseURL), not to \(settings.baseURL)",
                help: ["`set base-url \(found.baseURL)` first; the key goes there, too"],
                exitCode: .script)
        }
        if found.state == .unknown { await advance(found.number, .reattached) }
        if found.state == .unknown || !wasFollowed { starts.yield(found.number) }
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
            try await attach(known)
            return known
        }
        let client = try await client(baseURL: settings.baseURL, keySource: settings.keyFrom)
        let task: VideoTask
        do { task = try await client.status(of: id) } catch {
            throw RunFailure(error.message, help: [error.advice], exitCode: .gateway)
        }
        let now = configuration.now()
        let added = try await history.add([
            Job(
                number: 0, run: run, name: name ?? "", state: .queued,
                model: task.model.map { TextFilter.visible($0) } ?? "unknown", mode: .async,
                prompt: "", imageNames: [], requestHash: "", baseURL: settings.baseURL,
                isSimulated: settings.baseURL == configuration.simulator?.baseURL, price: nil,
                serverID: id, createdAt: now, sentAt: task.createdAt.map { Int64($0) * 1000 } ?? now)
        ])
        for job in added {
            track(job)
            starts.yield(job.number)
        }
        return added[0]
    }

    /// Stops following jobs. Gives what became of each.
    package func forget(_ numbers: [Int]) async -> [Job] {
        for number in numbers {
            if let position = queue.firstIndex(of: number) {
                queue.remove(at: position)
                orders[number] = nil
                await advance(
                    number,
                    .failed(
                        JobFailure(
                            kind: .notSent, code: "cancelled", message: "cancelled by `forget`")))
            }
            forgotten.insert(number)
        }
        tellObservers()
        return numbers.compactMap(job(number:))
    }

    /// Drops what was not sent, and names it.
    package func dropUnsent() async -> [Job] {
        let waiting = queue
        for number in waiting {
            queue.removeAll { $0 == number }
            orders[number] = nil
            let failure = JobFailure(kind: .notSent, code: "dropped", message: "dropped, not sent")
            await advance(number, .failed(failure))
        }
        return waiting.compactMap(job(number:))
    }
}

extension JobSelector {
    /// Whether `name` is one that the pattern stands for.
    package static func matches(_ pattern: [NamePart], _ name: String) -> Bool {
        matches(pattern[...], Array(name)[...])
    }

    private static func matches(
        _ pattern: ArraySlice<NamePart>, _ name: ArraySlice<Character>
    ) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        let rest = pattern.dropFirst()
        switch first {
        case .text(let text):
            return name.starts(with: text) && matches(rest, name.dropFirst(text.count))
        case .any:
            return name.indices.contains { matches(rest, name[$0...]) }
                || matches(rest, name.suffix(0))
        }
    }
}
