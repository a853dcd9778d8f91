import VeoClient
import VeoLanguage

/// The jobs that commands speak of.
extension Session {
    package func job(number: Int) -> Job? {
        positions[number].map { jobs[$0] }
    }

    /// The jobs of this session in order, without those that were forgotten.
    package var allJobs: [Job] { jobs.filter { !forgotten.contains($0.number) } }

    /// Those that a command without a reference speaks of.
    package var ownJobs: [Job] { ownJobs { _ in true } }

    /// Those of them that fulfil a condition. There may be many others, which are not copied.
    func ownJobs(where condition: (Job) -> Bool) -> [Job] {
        jobs.filter { isOwn($0) && condition($0) }
    }

    package var activeJobs: [Job] { ownJobs { !$0.state.isFinal } }

    /// What a run exits with whose statements have all ended well: a job that failed without any
    /// `wait` telling it counts, too.
    package var exitCode: ExitStatus {
        jobs.lazy.filter(isOwn).compactMap(\.failure).first?.exitCode ?? .ok
    }

    /// Those that this session follows or has followed, and that a command without a reference
    /// leaves out. They are few.
    var jobsOfOthers: [Job] { forgotten.union(earlier).compactMap(job(number:)) }

    func isOwn(_ job: Job) -> Bool {
        !forgotten.contains(job.number) && !earlier.contains(job.number)
    }

    /// The jobs that a selector names, in the order of the session. `text` is the reference as
    /// written, for the message.
    package func jobs(_ selector: JobSelector, text: String) async throws(RunFailure) -> [Job] {
        try await refresh()
        switch selector {
        case .last:
            guard let job = jobs.last(where: isOwn) else { throw noJob(text) }
            return [job]
        case .all: return ownJobs
        case .active: return activeJobs
        case .failed: return ownJobs { $0.state == .failed }
        case .open: return try await openSelection()
        case .number(let number):
            try await refresh(job(number: number))
            let own = job(number: number)
            return [
                try await attach(own, text: text) { history throws(RunFailure) in
                    try await history.job(number: number)
                }
            ]
        case .serverID(let id):
            try await refresh(jobs.last { $0.serverID == id })
            let own = jobs.last { $0.serverID == id }
            let here = settings.baseURL
            return [
                try await attach(own, text: text) { history throws(RunFailure) in
                    let jobs = try await history.jobs(serverID: id)
                    return jobs.first { $0.baseURL == here } ?? jobs.first
                }
            ]
        case .name(let pattern):
            if let own = ownJob(pattern) {
                try await refresh(own)
                return [job(number: own.number) ?? own]
            }
            let matching =
                stems.values(of: pattern)?.filter { !forgotten.contains($0) }
                .compactMap(job(number:))
                ?? allJobs.filter { JobSelector.matches(pattern, $0.name) }
            if matching.isEmpty { throw noJob(text) }
            // A job of an earlier run may have the same name: a name means one job.
            if pattern.contains(.any) { return matching }
            let named = matching.last { $0.run == run } ?? matching[matching.count - 1]
            try await refresh(named)
            return [job(number: named.number) ?? named]
        }
    }

    /// The job of this run that a whole name means: found without a look at the others.
    private func ownJob(_ pattern: [JobSelector.NamePart]) -> Job? {
        guard pattern.count == 1, case .text(let name)? = pattern.first,
            let found = numbersByName[JobName.key(name)].flatMap(job(number:)),
            found.name == name, found.run == run, !forgotten.contains(found.number)
        else { return nil }
        return found
    }

    /// Jobs that are read anew before a command; the newest, where there are more.
    private static let refreshLimit = 100

    /// Takes from the history what another program may have found out about the jobs that are
    /// unknown or stale here.
    func refresh() async throws(RunFailure) {
        guard jobs.sums.count(.unknown) + jobs.sums.count(.stale) > 0 else { return }
        let open = jobs.lazy.filter { $0.state.isUncertain && $0.settledAt == nil }
        try await refresh(Array(open.suffix(Self.refreshLimit)))
    }

    /// The same for a job that is not at its end.
    private func refresh(_ job: Job?) async throws(RunFailure) {
        guard let job, job.isOpen else { return }
        try await refresh([job])
    }

    /// What this program does not follow, another one may have brought further.
    private func refresh(_ candidates: [Job]) async throws(RunFailure) {
        let before = candidates.filter { job in
            job.state != .unsent && job.state != .submitting
                && followers[job.number] == nil && !forgotten.contains(job.number)
        }
        guard !before.isEmpty else { return }
        for stored in try await history.jobs(numbers: before.map(\.number)) {
            guard let known = job(number: stored.number), followers[stored.number] == nil,
                before.contains(known), stored.differs(from: known)
            else { continue }
            take(stored, from: known)
            if stored.isPolled, !stored.state.isFinal, !configuration.isDryRun {
                told.remove(stored.number)
                starts.yield(stored.number)
            }
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
}

extension Job {
    /// Whether another program has gone on with it: in what it is, or in what was decided.
    fileprivate func differs(from known: Job) -> Bool {
        state != known.state || file != known.file || settledAt != known.settledAt
            || serverID != known.serverID
    }
}
