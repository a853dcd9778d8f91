import Glibc
import VeoClient
import VeoLanguage

/// Going on with the earlier runs of a script instead of paying for them again.
extension Session {
    /// The last run of this session's script that may matter; `nil` where there is none.
    package func previousRun() async throws(RunFailure) -> PreviousRun? {
        guard let name = configuration.kind.runName, !isSimulated else { return nil }
        return try await history.previousRun(of: name, before: run)
    }

    /// The runs of this session's script of which the history knows only the beginning.
    package func partialRuns() async throws(RunFailure) -> [UnfinishedRun] {
        guard let name = configuration.kind.runName, !isSimulated else { return [] }
        return try await history.unfinishedRuns(of: name).filter(\.isPartial)
    }

    /// What older runs of this session's script left open, besides that of the last run.
    package func olderOpenJobs(than previous: PreviousRun?) async throws(RunFailure) -> [Job] {
        guard let name = configuration.kind.runName, !isSimulated else { return [] }
        let told = Set(((previous?.jobs ?? []) + (previous?.leftovers ?? [])).map(\.number))
        return try await openJobs().filter { $0.script == name && $0.process == nil }.map(\.job)
            .filter { $0.run != run && !told.contains($0.number) }
    }

    /// From here on a submit that asks for what is made already takes that up.
    ///
    /// - Parameters:
    ///   - previous: the last run of the script.
    ///   - choice: `.again` takes up nothing; what earlier runs have spent counts all the same.
    ///   - folders: where the videos of the script go, with the depth to which results are looked
    ///     for there.
    package func resume(
        _ previous: PreviousRun?, _ choice: RerunChoice, folders: [String: Int]
    ) async throws(RunFailure) {
        guard !isSimulated else { return }
        let work = try await history.earlierWork(
            of: configuration.kind.runName, before: run, at: configuration.now())
        spentBefore = work.spent
        guard choice != .again else { return try await history.markAnew(run) }
        resumed = previous?.number
        takesOthers = choice == .resume
        left = (previous?.jobs ?? []) + (previous?.leftovers ?? [])
        resumption = Resumption(
            work.candidates, others: work.others,
            results: SavedResults(in: folders, since: work.since),
            retry: configuration.retryFailed, at: settings.baseURL.origin,
            formerBases: work.formerBases)
    }

    /// Notes which run this one goes on with, before its first submit changes anything: one that was
    /// refused before has gone on with none.
    func noteResumption() async throws(RunFailure) {
        guard let previous = resumed else { return }
        resumed = nil
        try await history.markResuming(run, previous)
    }

    /// The jobs of the resumed run that no submit has taken up and that are not here.
    package var abandonedJobs: [Job] {
        guard let resumption else { return [] }
        let unclaimed = Set(resumption.unclaimed.map(\.number))
        return left.filter { $0.isOpen && unclaimed.contains($0.number) }
    }

    /// Notes that the last statement of the script has run.
    package func markEndReached() { hasReachedEnd = true }

    // MARK: Taking up

    /// Takes up what a submit stands for; `nil` for one that is made.
    func takeUp(_ decision: Decision, as name: String) async throws(RunFailure) -> Job? {
        switch decision {
        case .take(let candidate): try await takeUp(candidate, as: name)
        case .takeOther(let other): try await takeUp(other, as: name)
        case .takeResult(let result): try await takeUp(result, as: name)
        case .make, .leave, .refuse: nil
        }
    }

    /// A submit failed in the middle: what it claimed and has not taken up may be claimed again.
    func giveBack(besides taken: [Int: Job]) {
        resumption?.rollBack(besides: Set(taken.values.map(\.number)))
    }

    /// Takes up a job of an earlier run: its row moves to this one, so that this run can be gone
    /// on with in turn.
    func takeUp(_ candidate: Candidate, as name: String) async throws(RunFailure) -> Job {
        let job = candidate.job
        let isRenamed = JobName.key(name) != candidate.key
        let taken = try await takeUp(
            job, as: name, isRenamed ? .renamed(from: job.name) : .run)
        if candidate.isPaidHere { spentBefore = spentBefore - job.committed }
        return taken
    }

    /// Takes up a job of another script, or of the shell, that no program follows.
    func takeUp(_ other: OtherJob, as name: String) async throws(RunFailure) -> Job {
        if let busy = try await busy(other) { throw busy }
        guard let found = try await history.followed(other.number, besides: run) else {
            throw RunFailure("job \(other.number) is not in the history", exitCode: .machine)
        }
        return try await takeUp(found.job, as: name, .other(found.script ?? "the shell"))
    }

    /// Takes what a result says that the history has lost.
    func takeUp(_ result: SavedResult, as name: String) async throws(RunFailure) -> Job {
        let video = DownloadedPart(
            path: result.video, byteCount: result.job.byteCount ?? 0,
            sha256: result.job.sha256 ?? "")
        // What cannot be read now is not proved to be the video.
        guard (try? await video.isSame(as: result.video)) == true else {
            let reason = "\(result.video) is not the video that it speaks of"
            throw Doubt.result(path: result.path, reason: reason).failure
        }
        if let id = result.job.serverID,
            let known = try await history.jobs(serverID: id).first(where: {
                $0.baseURL == result.job.baseURL
            }), known.state == .completed
        {
            return try await takeUp(known, as: name, .result(result.path))
        }
        var job = result.job
        (job.number, job.run, job.name) = (0, run, name)
        let added = try await stored([job])[0]
        keySources[added.number] = settings.keyFrom
        track(added, isEarlier: true)
        takenUp.insert(added.number)
        announce(added, .result(result.path))
        return added
    }

    private func takeUp(
        _ found: Job, as name: String, _ source: TakenFrom
    ) async throws(RunFailure) -> Job {
        let (run, now) = (run, configuration.now())
        let name = name.isEmpty ? "job-\(found.number)" : name
        let isDryRun = configuration.isDryRun
        let (job, silence) = try await history.change(found.number) { job -> JobFailure? in
            guard job.run == found.run else { throw Self.takenElsewhere(job) }
            (job.run, job.name, job.followedBy) = (run, name, nil)
            // A video that was moved away is saved again, while it can be.
            if let file = job.file, access(file, F_OK) != 0, job.isFetchable(at: now) {
                (job.file, job.byteCount, job.sha256) = (nil, nil, nil)
            }
            guard job.isPolled, !isDryRun, let next = JobLife.next(job.state, .reattached) else {
                return nil
            }
            defer { (job.state, job.failure, job.endedAt) = (next, nil, nil) }
            return job.failure
        }
        unheard[job.number] = silence
        keySources[job.number] = settings.keyFrom
        track(job, isEarlier: true)
        takenUp.insert(job.number)
        announce(job, source)
        if !job.state.isFinal && !configuration.isDryRun {
            // It holds a place at the gateway like any other.
            dispatcher.hold(job.number, at: job.baseURL.origin)
            starts.yield(job.number)
        }
        return job
    }

    /// Of many videos that are here the plan has told how many they are.
    private func announce(_ job: Job, _ source: TakenFrom) {
        configuration.announce(.resumed(job, source, isTold: isQuiet && job.isSaved))
    }

    /// Why a job of another script cannot be taken up now: its program is at work on it.
    func busy(_ other: OtherJob) async throws(RunFailure) -> RunFailure? {
        guard let found = try await history.followed(other.number, besides: run),
            let process = found.process, !found.job.isSaved
        else { return nil }
        return RunFailure(
            "'\(other.name)', job \(other.number), asks for the same, and process \(process) is "
                + "at it", help: ["wait for its end; `--again` makes another one and pays for it"],
            exitCode: .script)
    }

    private static func takenElsewhere(_ job: Job) -> RunFailure {
        RunFailure(
            "job \(job.number), '\(job.name)', is being taken up by another program",
            exitCode: .script)
    }
}
