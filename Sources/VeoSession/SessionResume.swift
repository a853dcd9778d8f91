import Glibc
import VeoLanguage

/// Going on with the last run of a script instead of paying for it again.
extension Session {
    /// The last run of this session's script that may matter; `nil` where there is none.
    package func previousRun() async throws(RunFailure) -> PreviousRun? {
        guard let path = configuration.kind.path, !isSimulated else { return nil }
        return try await history.previousRun(of: path, before: run)
    }

    /// What older runs of this session's script left open, besides that of the last run.
    package func olderOpenJobs(than previous: PreviousRun?) async throws(RunFailure) -> [Job] {
        guard let path = configuration.kind.path, !isSimulated else { return [] }
        let told = Set(((previous?.jobs ?? []) + (previous?.leftovers ?? [])).map(\.number))
        return try await openJobs().filter { $0.script == path && $0.process == nil }.map(\.job)
            .filter { $0.run != run && !told.contains($0.number) }
    }

    /// From here on a submit that asks for what a job of that run has asked for takes up that job.
    package func resume(_ previous: PreviousRun) async throws(RunFailure) {
        try await history.markResuming(run, previous.number)
        resumption = Resumption(previous)
    }

    /// The jobs of the resumed run that no submit has taken up and that are not here.
    package var abandonedJobs: [Job] {
        (resumption?.unclaimed ?? []).filter(\.isOpen)
    }

    /// Notes that the last statement of the script has run.
    package func markEndReached() { hasReachedEnd = true }

    /// Takes up a job of an earlier run: its row moves to this one, so that this run can be gone
    /// on with in turn.
    func takeUp(_ found: Job) async throws(RunFailure) -> Job {
        let (run, now) = (run, configuration.now())
        let job = try await history.change(found.number) { job in
            guard job.run == found.run else { throw Self.takenElsewhere(job) }
            // One that was sent again from the prompt has another name there.
            (job.run, job.name, job.followedBy) = (run, found.name, nil)
            // A video that was moved away is saved again, while it can be.
            if let file = job.file, access(file, F_OK) != 0, job.isFetchable(at: now) {
                (job.file, job.byteCount, job.sha256) = (nil, nil, nil)
            }
        }.job
        keySources[job.number] = settings.keyFrom
        track(job)
        configuration.announce(.resumed(job))
        if !job.state.isFinal && !configuration.isDryRun {
            // It holds a place at the gateway like any other.
            placed.insert(job.number)
            starts.yield(job.number)
        }
        return job
    }

    private static func takenElsewhere(_ job: Job) -> RunFailure {
        RunFailure(
            "job \(job.number), '\(job.name)', is being taken up by another program",
            exitCode: .script)
    }

    /// A job is asked for where it was made; what is sent to another gateway is paid for anew.
    private func elsewhere(_ job: Job) -> RunFailure {
        RunFailure(
            "'\(job.name)' of the last run is at \(job.baseURL), and this run speaks to "
                + "\(settings.baseURL)",
            help: [
                "`--base-url \(job.baseURL)` goes on there; `--again` in place of `--resume` pays "
                    + "again here"
            ], exitCode: .script)
    }

    /// What a submit of these names need not pay for, by the place of its name.
    func claimed(_ names: [String], requestHash: String) async throws(RunFailure) -> [Int: Job] {
        guard var resumption else { return [:] }
        var matches: [Int: Resumption.Match] = [:]
        for (index, name) in names.enumerated() {
            matches[index] = resumption.claim(name: name, requestHash: requestHash)
        }
        self.resumption = resumption
        var jobs: [Int: Job] = [:]
        for index in names.indices {
            switch matches[index] {
            case .same(let job)?: jobs[index] = try await takeUp(job)
            case .other(let job)?
            where job.isWorthTaking && job.baseURL != settings.baseURL:
                throw elsewhere(job)
            case .other(let job)? where job.state == .unknown && job.settledAt != nil:
                configuration.announce(
                    .warning(
                        "\(job.name) was unknown in the last run and is settled: submitted anew"))
            case .other(let job)? where job.state != .failed:
                configuration.announce(
                    .warning(
                        "\(job.name) asks for something else than in the last run: submitted anew"
                            + (job.isOpen ? "; the old one is job \(job.number)" : "")))
            case .other?, .none?, nil: break
            }
        }
        return jobs
    }
}
