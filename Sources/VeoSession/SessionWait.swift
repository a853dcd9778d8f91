import VeoClient
import VeoLanguage

/// How a `wait` ended.
package struct WaitOutcome: Sendable {
    /// Those that are final, in the order of the session. Their end counts as told now.
    package var ended: [Job]
    package var pending: [Job]
    package var timedOut: Bool
}

extension Session {
    /// What `wait` waits for when it names nothing: every job whose end no `wait` has told yet.
    /// A stale job is asked for anew each time.
    package var untoldJobs: [Job] {
        ownJobs { !told.contains($0.number) || $0.state == .stale && $0.settledAt == nil }
    }

    /// Waits until all (or any) of the jobs are final, or until no news of them has come for
    /// `timeout`. Cancelling ends the waiting, never a job.
    package func wait(
        for numbers: [Int], any: Bool, timeout: Duration
    ) async throws -> WaitOutcome {
        let other = numbers.lazy.compactMap(job(number:)).first { !self.jobs.comesHere($0) }
        if let other {
            throw RunFailure(
                "'\(other.name)' is \(other.state.rawValue), and another program sends it",
                help: ["wait for it there, or here when it has its id"], exitCode: .script)
        }
        await askAgain(numbers)
        let wanted = Set(numbers)
        let limit = waitLimit(timeout, for: numbers)
        let isDone = try await waitUntil(limit: { try await self.sleep(until: limit) }) { session in
            // The first that is missing tells, however many there are.
            let isAllOver = !session.livesOrIsStoring { number in
                wanted.contains(number) && !session.forgotten.contains(number)
            }
            guard any, !isAllOver else { return isAllOver }
            return numbers.contains { number in
                !session.forgotten.contains(number)
                    && session.job(number: number).map(session.hasEnded) == true
            }
        }
        let jobs = numbers.compactMap(job(number:))
        let ended = jobs.filter { $0.state.isFinal }
        told.formUnion(ended.map(\.number))
        return WaitOutcome(
            ended: ended, pending: jobs.filter { !$0.state.isFinal }, timedOut: !isDone)
    }

    /// Whether one of the jobs that have no end yet, or whose end is not told, is meant.
    private func livesOrIsStoring(_ isMeant: (Int) -> Bool) -> Bool {
        jobs.live.contains(where: isMeant) || storing.contains(where: isMeant)
    }

    /// Whether its end is known, and told.
    func hasEnded(_ job: Job) -> Bool {
        job.state.isFinal && !storing.contains(job.number)
    }

    /// Returns when more jobs have come to an end, or are not followed any more, than so many, or
    /// when a video that is fetched is late.
    func waitForEndings(beyond count: Int) async throws {
        _ = try await waitUntil { $0.endings.count > count || !$0.lateVideos.isEmpty }
    }

    /// A video that is fetched is not there yet, and is asked for again.
    func noteLate(_ number: Int) {
        lateVideos.insert(number)
        tellObservers()
    }

    /// The end of a file: every job is sent, and every sync job, whose life is its connection,
    /// is final.
    package func waitUntilSent() async throws {
        _ = try await waitUntil { session in
            !session.needsThisProcess && session.storing.isEmpty
        }
    }

    /// The end of a file that was interrupted: requests that have left are answered, so that no
    /// job is paid for without being known; `false` when that takes longer than `limit`.
    package func waitUntilAnswered(atMost limit: Duration) async throws -> Bool {
        let clock = configuration.clock
        return try await waitUntil(limit: { try await clock.sleep(for: limit) }) { session in
            session.storing.isEmpty && session.unansweredJobs.isEmpty
        }
    }

    /// The async jobs whose request has left, or leaves now, and whose id has not come yet.
    package var unansweredJobs: [Job] {
        liveJobs.filter { job in
            job.mode == .async
                && (job.state == .submitting
                    || job.state == .unsent && storing.contains(job.number))
        }
    }

    /// Whether leaving now would lose something: jobs that are not sent yet, and sync jobs.
    package var needsThisProcess: Bool {
        jobs.sums.count(.unsent) + jobs.sums.count(.submitting) > 0
            || jobs.sums.countOfSyncOnServer > 0 && !jobsThatNeedThisProcess.isEmpty
    }

    /// Those that have no end yet, in the order of the session.
    private var liveJobs: [Job] {
        jobs.live.compactMap { positions[$0] }.sorted().map { jobs[$0] }
    }

    package var jobsThatNeedThisProcess: [Job] {
        liveJobs.filter { job in
            switch job.state {
            case .unsent, .submitting: true
            case .queued, .running: job.mode == .sync && !forgotten.contains(job.number)
            case .completed, .failed, .unknown, .stale: false
            }
        }
    }

    /// `false` when `limit` returns before `condition` holds.
    private func waitUntil(
        limit: (@Sendable () async throws -> Void)? = nil,
        _ condition: @escaping @Sendable (isolated Session) -> Bool
    ) async throws -> Bool {
        let (key, changes) = observe()
        defer { stopObserving(key) }
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            if let limit {
                group.addTask {
                    try await limit()
                    return false
                }
            }
            group.addTask {
                for await _ in changes where await condition(self) { return true }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }
}
