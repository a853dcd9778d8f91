import Glibc
import VeoClient
package import VeoLanguage

/// What one `save` asks for, filled in but for `${job.…}`.
package struct SaveOrder: Sendable {
    package var path: PathTemplate
    package var ifExists: IfExists
    package var sidecar: Bool

    package init(path: PathTemplate, ifExists: IfExists, sidecar: Bool) {
        self.path = path
        self.ifExists = ifExists
        self.sidecar = sidecar
    }
}

extension Session {
    package var unsavedJobs: [Job] { ownJobs { $0.state == .completed && !$0.isSaved } }

    /// What `save` saves when it names nothing: what is not here, and what was made before and lies
    /// in another folder than the one that the script wants it in.
    func jobsToSave(to path: PathTemplate) -> [Job] {
        ownJobs { job in
            guard job.state == .completed, let file = job.file else {
                return job.state == .completed
            }
            return takenUp.contains(job.number)
                && SavedPath.folder(of: file) != SavedPath.folder(of: path.path(for: job))
                && access(file, F_OK) == 0
        }
    }

    /// Names tried before `cat-2.mp4`, `cat-3.mp4` … is given up.
    static let numberLimit = 10_000

    /// Downloads one video.
    func save(_ job: Job, to path: String, _ order: SaveOrder) async throws -> Job {
        // What an earlier run has saved there is what the script wants there.
        if takenUp.contains(job.number), let saved = try await savedBefore(job, at: path, order) {
            return saved
        }
        if order.ifExists == .fail, let taken = Self.taken(path, order) {
            guard taken == path else { throw Self.exists(taken) }
            guard !job.isSaved, try await mayBeOwn(path, job) else { throw Self.exists(taken) }
        }
        if let saved = try await savedBefore(job, at: path, order) { return saved }
        if let part = await copied(job, to: path) {
            return try await keep(part, of: job, at: path, order)
        }
        let source: VideoSource
        if !job.links.isEmpty {
            // The id of a sync answer is none of a task.
            source = .links(job.links, id: job.mode == .async ? job.serverID : nil)
        } else if let id = job.serverID {
            source = .content(id: id)
        } else {
            throw RunFailure("'\(job.name)' has no link to its video", exitCode: .gateway)
        }
        let client = try await client(for: job)
        do {
            let part = try await client.download(
                source, toPart: PartName.of(path), isFresh: isFresh(job),
                keepingDoubtful: PartName.doubtful(path)
            ) { progress in
                self.configuration.announce(.downloading(job, progress))
            }
            return try await keep(part, of: job, at: path, order)
        } catch let error as ClientError {
            if error.code == .cancelled { throw CancellationError() }
            let failure = RunFailure(
                "cannot save '\(job.name)': \(error.message)",
                help: [error.advice, again(job)].filter { !$0.isEmpty },
                exitCode: error.isMachineFailure ? .machine : .gateway)
            if error.isDiskFull { throw DiskFull(failure: failure) }
            throw failure
        }
    }

    /// A copy of the video of a job that was taken up, where it is on this machine: it may be had from
    /// nowhere else any more.
    private func copied(_ job: Job, to path: String) async -> DownloadedPart? {
        guard takenUp.contains(job.number), let file = job.file, let sha256 = job.sha256,
            let part = try? await DownloadedPart.copy(of: file, toPart: PartName.of(path))
        else { return nil }
        guard part.sha256 == sha256 else {
            part.discard()
            return nil
        }
        return part
    }

    /// How long after the end of a job its file may still be on its way, in milliseconds.
    private static let freshness: Int64 = 10 * 60 * 1000

    private func isFresh(_ job: Job) -> Bool {
        job.endedAt.map { $0 > configuration.now() - Self.freshness } ?? false
    }

    /// The job, when its video stands at `path`, by an earlier `save` or by one of another program
    /// in the meantime: what is there is not downloaded again.
    private func savedBefore(
        _ job: Job, at path: String, _ order: SaveOrder
    ) async throws -> Job? {
        guard let stored = try await history.job(number: job.number),
            let video = Self.video(of: stored, at: path),
            try await isOwn(path, video, of: stored)
        else { return nil }
        take(stored, from: job)
        if order.sidecar, access(Sidecar.path(for: path), F_OK) != 0 {
            try writeSidecar(of: Self.saved(stored, video, at: path))
        }
        return try await record(video, of: stored, at: path)
    }

    /// A script that stops says by itself how to save what is not saved.
    private func again(_ job: Job) -> String {
        configuration.kind == .shell ? "`save @#\(job.number)` tries again" : ""
    }

    /// Gives the part its name, then writes the JSON beside it, then tells the history: what that
    /// calls saved is all there.
    private func keep(
        _ part: DownloadedPart, of job: Job, at path: String, _ order: SaveOrder
    ) async throws -> Job {
        let target = try await name(part, of: job, path, order)
        guard order.sidecar else { return try await record(part, of: job, at: target) }
        try writeSidecar(of: Self.saved(self.job(number: job.number) ?? job, part, at: target))
        return try await record(part, of: job, at: target)
    }

    private func writeSidecar(of job: Job) throws(RunFailure) {
        let video = job.file ?? ""
        do { try Sidecar.write(job, to: Sidecar.path(for: video)) } catch {
            throw RunFailure(
                error.message,
                help: error.help + ["the video itself is there: \(video); `save` again ends it"],
                exitCode: error.exitCode)
        }
    }

    /// The name that the part has now: a free one, or that of the same video, which a program gave
    /// it that was killed before it could say so.
    private func name(
        _ part: DownloadedPart, of job: Job, _ path: String, _ order: SaveOrder
    ) async throws -> String {
        var number = 1
        var target = path
        // A name that was free a moment ago is looked at again: the same video may have it now.
        var looksAgain = true
        while true {
            do {
                if order.ifExists != .replace, try await isOwn(target, part, of: job) {
                    part.discard()
                    return target
                }
                if order.ifExists == .number, Self.taken(target, order) != nil {
                    looksAgain = false
                    throw ClientError(
                        code: .targetExists, step: .download, message: "\(target) exists")
                }
                try part.commit(to: target, replacing: order.ifExists == .replace)
                return target
            } catch let error as ClientError where error.code == .targetExists {
                if looksAgain {
                    looksAgain = false
                    continue
                }
                guard order.ifExists == .number, number < Self.numberLimit else {
                    part.discard()
                    throw Self.exists(target)
                }
                number += 1
                target = PartName.numbered(path, number)
                looksAgain = true
            } catch {
                part.discard()
                throw error
            }
        }
    }

    private func record(
        _ part: DownloadedPart, of job: Job, at path: String
    ) async throws(RunFailure) -> Job {
        let saved = try await history.change(job.number) { job in
            job = Self.saved(job, part, at: path)
        }.job
        if let position = positions[job.number] { jobs[position] = saved }
        noteNews(of: job.number)
        configuration.announce(.saved(saved))
        tellObservers()
        return saved
    }

    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// The file that stands where the video or its JSON would.
    private static func taken(_ path: String, _ order: SaveOrder) -> String? {
        let paths = order.sidecar ? [path, Sidecar.path(for: path)] : [path]
        return paths.first { access($0, F_OK) == 0 }
    }

    private static func exists(_ path: String) -> RunFailure {
        RunFailure(
            "\(path) exists already",
            help: ["`if-exists=number` finds a free name, `if-exists=replace` replaces it"],
            exitCode: .machine)
    }
}
