import VeoClient
import VeoLanguage

/// How a `collect` ended.
package struct CollectOutcome: Sendable {
    /// Jobs that have ended, saved or not. Their end counts as told now.
    package var ended: [Job]
    package var pending: [Job]
    package var timedOut: Bool
    /// The first video that could not be saved, which names the others.
    package var failure: RunFailure?
}

/// Saving videos: those that are complete, and those that will be.
extension Session {
    /// What `collect` takes when it names nothing: every job whose end was not told yet, and every
    /// video that `save` would take.
    func jobsToCollect(to path: PathTemplate) -> [Job] {
        let meant = Set((untoldJobs.filter { !$0.isSaved } + jobsToSave(to: path)).map(\.number))
        return ownJobs { meant.contains($0.number) }
    }

    /// Downloads the videos of completed jobs. `saved` is told of each in the order given, as soon
    /// as it and those before it are done. Throws the first failure, with the names of the others,
    /// after all have been tried.
    package func save(
        _ jobs: [Job], _ order: SaveOrder, saved: @Sendable (Job) -> Void
    ) async throws {
        _ = try targets(jobs, order)
        var results: [Int: Job?] = [:]
        var next = 0
        var queue = SaveQueue(jobs.map(\.number))
        try await fetch(&queue, jobs.map(\.number), order, limit: nil) { number, job in
            results[number] = .some(job)
            while next < jobs.count, let result = results[jobs[next].number] {
                if let result { saved(result) }
                next += 1
            }
        }
        // In the order given, not in that of the downloads.
        let failures = jobs.compactMap { job in
            queue.failures.first { $0.number == job.number }
        }
        if let failure = failure(of: failures) { throw failure }
    }

    /// Waits until all of the jobs are final, and downloads each video as soon as it is complete.
    /// `saved` is told of each in the order in which they are done. When no news of the jobs comes
    /// for `timeout`, what is complete is saved, and that is the end.
    package func collect(
        _ jobs: [Job], _ order: SaveOrder, timeout: Duration, saved: @Sendable (Job) -> Void
    ) async throws -> CollectOutcome {
        let numbers = jobs.map(\.number)
        if order.path.isKnownAtSubmit { _ = try targets(jobs, order) }
        await askAgain(numbers)
        var queue = SaveQueue(numbers)
        let limit = waitLimit(timeout, for: numbers)
        let timedOut = try await fetch(&queue, numbers, order, limit: limit) { _, job in
            if let job { saved(job) }
        }
        let now = numbers.compactMap(job(number:))
        let ended = now.filter(hasEnded)
        told.formUnion(ended.map(\.number))
        return CollectOutcome(
            ended: ended, pending: now.filter { !hasEnded($0) && !forgotten.contains($0.number) },
            timedOut: timedOut, failure: failure(of: queue.failures))
    }

    private enum Step: Sendable {
        case fetched(Int, Result<Job, any Error>)
        /// A job has ended, or a video is late.
        case ended
        case late
    }

    /// Fetches what is complete of the jobs, in their order, and what will be. `done` is told the
    /// number of each job that has been tried, and the job where it was saved. `true` when the
    /// time was over before.
    @discardableResult
    private func fetch(
        _ queue: inout SaveQueue, _ numbers: [Int], _ order: SaveOrder, limit: WaitLimit?,
        done: (Int, Job?) -> Void
    ) async throws -> Bool {
        var owners: [String: Int] = [:]
        var isLate = false
        try await withThrowingTaskGroup(of: Step.self) { group in
            if let limit {
                group.addTask {
                    try await self.sleep(until: limit)
                    return .late
                }
            }
            var isWatching = false
            var seen = endings.count
            for number in numbers { end(number, in: &queue) }
            while true {
                let new = endings[seen...]
                seen = endings.count
                for number in new { end(number, in: &queue) }
                for number in lateVideos { queue.wait(for: number) }
                lateVideos = []
                while let number = queue.next() {
                    do {
                        let (job, path) = try target(number, order, &owners)
                        group.addTask { await self.fetched(job, path, order) }
                    } catch {
                        queue.finish(number, failure: error)
                        done(number, nil)
                    }
                }
                if queue.isWaiting || queue.isFull, !isWatching {
                    isWatching = true
                    let count = seen
                    group.addTask {
                        try await self.waitForEndings(beyond: count)
                        return .ended
                    }
                }
                guard !queue.isDone, let step = try await group.next() else { break }
                switch step {
                case .fetched(let number, .success(let job)):
                    queue.finish(number)
                    done(number, job)
                case .fetched(let number, .failure(let error)):
                    queue.finish(number, failure: error)
                    done(number, nil)
                case .ended: isWatching = false
                case .late:
                    isLate = queue.isWaiting
                    queue.stopWaiting()
                }
            }
            group.cancelAll()
        }
        try Task.checkCancellation()
        return isLate
    }

    /// A job that may have come to its end.
    private func end(_ number: Int, in queue: inout SaveQueue) {
        guard let job = job(number: number), !forgotten.contains(number) else {
            return queue.end(number, hasVideo: false)
        }
        if job.state.isFinal { queue.end(number, hasVideo: job.state == .completed) }
    }

    private func fetched(_ job: Job, _ path: String, _ order: SaveOrder) async -> Step {
        do {
            return .fetched(job.number, .success(try await save(job, to: path, order)))
        } catch {
            return .fetched(job.number, .failure(error))
        }
    }

    /// The first failure, which also names the other videos that could not be saved.
    private func failure(of failures: [(number: Int, failure: any Error)]) -> RunFailure? {
        guard let first = failures.first else { return nil }
        var failure: RunFailure
        switch first.failure {
        case let error as RunFailure: failure = error
        case let error as DiskFull: failure = error.failure
        default: failure = RunFailure("\(first.failure)", exitCode: .machine)
        }
        let others = failures.dropFirst().compactMap { job(number: $0.number)?.name }
        if !others.isEmpty {
            failure.help.append("not saved either: \(Interpreter.list(others))")
        }
        return failure
    }

    // MARK: Paths

    /// The path of each job, before the first download: two with one path are an error, and every
    /// folder is made.
    private func targets(_ jobs: [Job], _ order: SaveOrder) throws(RunFailure) -> [String] {
        var owners: [String: Int] = [:]
        return try jobs.map { job throws(RunFailure) in
            try target(job.number, order, &owners).path
        }
    }

    /// A job as it is now, and the path that its video gets.
    private func target(
        _ number: Int, _ order: SaveOrder, _ owners: inout [String: Int]
    ) throws(RunFailure) -> (job: Job, path: String) {
        guard let job = job(number: number) else {
            throw RunFailure("job \(number) is not in this session", exitCode: .script)
        }
        var path = order.path.path(for: job)
        if Self.isFolder(path) { path += "/\(PathTemplate.sanitized(job.name)).mp4" }
        if let other = owners[path], let owner = self.job(number: other) {
            throw RunFailure(
                "'\(owner.name)' and '\(job.name)' would both be saved as \(path)",
                help: ["put ${job.name} into the path"], exitCode: .script)
        }
        owners[path] = number
        try PrivateFile.makeFolders(of: path, mode: 0o777)
        return (job, path)
    }
}
