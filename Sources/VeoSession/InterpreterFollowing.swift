import VeoLanguage

/// Waiting for jobs and saving their videos.
extension Interpreter {
    mutating func wait(_ arguments: WaitArguments) async throws {
        let isDefault = arguments.references.isEmpty
        let jobs =
            isDefault
            ? await session.untoldJobs : try await jobs(named: arguments.references)
        guard !jobs.isEmpty else {
            output.note("nothing to wait for")
            return
        }
        let timeout = try await timeout(arguments.timeout)
        output.waiting(true)
        defer { output.waiting(false) }
        let outcome = try await session.wait(
            for: jobs.map(\.number), any: arguments.any, timeout: timeout)
        for job in outcome.ended { if let failure = job.failure { note(failure.exitCode) } }
        if outcome.timedOut { throw late(outcome.pending, timeout) }
    }

    private func timeout(_ given: Template?) async throws(RunFailure) -> Duration {
        guard let given else { return await session.settings.timeout }
        return try await value(given) { text throws(ValueError) in try DurationValue.parse(text) }
    }

    private func late(_ pending: [Job], _ timeout: Duration) -> RunFailure {
        RunFailure(
            "no news for \(DurationText.short(timeout)): \(Self.list(pending.map(\.name))) still on "
                + "the way",
            help: pending.filter { $0.serverID != nil }.prefix(4).map {
                "`\($0.reattachLine)` waits on"
            },
            exitCode: .waitTimeout)
    }

    mutating func collect(_ arguments: SaveArguments) async throws {
        let isDefault = arguments.references.isEmpty
        let order = try await order(of: arguments)
        let named =
            isDefault
            ? await session.jobsToCollect(to: order.path)
            : try await jobs(named: arguments.references)
        guard !named.isEmpty else {
            output.note("nothing to collect")
            return
        }
        let timeout = try await timeout(arguments.timeout)
        output.waiting(true)
        defer { output.waiting(false) }
        let output = output
        let outcome = try await session.collect(named, order, timeout: timeout) { job in
            output.result("saved \(job.file ?? "")")
        }
        for job in outcome.ended { if let failure = job.failure { note(failure.exitCode) } }
        let late = outcome.timedOut ? late(outcome.pending, timeout) : nil
        guard var failure = outcome.failure ?? late else { return }
        if let late, outcome.failure != nil { failure.help += [late.message] + late.help }
        throw failure
    }

    /// A file that ends since a wait ran out of time saves what is complete, as the next `save` or
    /// `collect` of the file would have.
    mutating func saveOwed(_ statements: ArraySlice<Statement>) async throws {
        guard owesSave, origin == .file, !session.isDryRun,
            let arguments = statements.lazy.compactMap(\.command.saving).first
        else { return }
        owesSave = false
        do {
            var jobs = await session.unsavedJobs
            if !arguments.references.isEmpty {
                let named = Set(try await self.jobs(named: arguments.references).map(\.number))
                jobs.removeAll { !named.contains($0.number) }
            }
            guard !jobs.isEmpty else { return }
            output.note("saving what is complete before the end")
            let output = output
            try await session.save(jobs, try await order(of: arguments)) { job in
                output.result("saved \(job.file ?? "")")
            }
        } catch let failure as RunFailure {
            output.note(([failure.message] + failure.help).joined(separator: "; "))
        }
    }

    /// At most ten names, and how many more.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(10).joined(separator: ", ")
        return names.count > 10 ? shown + " and \(names.count - 10) more" : shown
    }

    func save(_ arguments: SaveArguments) async throws {
        let order = try await order(of: arguments)
        let jobs = try await jobsToSave(arguments.references, to: order.path)
        guard !jobs.isEmpty else {
            output.note("nothing to save")
            return
        }
        let output = output
        try await session.save(jobs, order) { job in
            output.result("saved \(job.file ?? "")")
        }
    }

    private func order(of arguments: SaveArguments) async throws(RunFailure) -> SaveOrder {
        let settings = await session.settings
        var template = settings.out
        if let given = arguments.path { template = await session.values(for: given).partial(given) }
        let path: PathTemplate
        do { path = try PathTemplate(expanding: template) } catch { throw RunFailure(error) }
        var ifExists = IfExists.number
        if let given = arguments.ifExists {
            ifExists = try await value(given) { text throws(ValueError) in
                try IfExists.parse(text)
            }
        }
        return SaveOrder(path: path, ifExists: ifExists, sidecar: settings.sidecar)
    }

    private func jobsToSave(
        _ references: [Reference], to path: PathTemplate
    ) async throws(RunFailure) -> [Job] {
        guard !references.isEmpty else {
            let stale = await session.ownJobs { $0.state == .stale && $0.settledAt == nil }
            await askOnce(stale)
            let jobs = await session.jobsToSave(to: path)
            let running = await session.activeJobs
            if jobs.isEmpty && !running.isEmpty {
                throw RunFailure(
                    "nothing to save yet: \(Self.list(running.map(\.name))) still on the way",
                    help: ["`wait` first, or `collect` in place of both"], exitCode: .script)
            }
            return jobs
        }
        await askOnce(try await jobs(named: references))
        var jobs = try await jobs(named: references)
        let single = try await singleNumbers(references)
        // Of the jobs that a pattern means, those that failed are left out; one that is named
        // alone must have a video.
        let left = jobs.filter { $0.state.isFinal && $0.state != .completed }
            .filter { !single.contains($0.number) }
        if !left.isEmpty {
            output.note("not saved, for there is no video: \(Self.list(left.map(\.name)))")
            jobs.removeAll { job in left.contains { $0.number == job.number } }
        }
        for job in jobs where job.state != .completed {
            throw RunFailure(
                job.state.isFinal
                    ? "'\(job.name)' has no video: its state is \(job.state.rawValue)"
                    : "'\(job.name)' is \(job.state.rawValue): its video is not there yet",
                help: [job.failure?.message ?? "`wait @\(job.name)` first"], exitCode: .script)
        }
        return jobs
    }

    /// A stale job may have a video by now. The first that gives no news speaks for the rest.
    private func askOnce(_ jobs: [Job]) async {
        for job in jobs where job.state == .stale {
            do { try await session.askOnce(job.number) } catch {
                output.note(error.message)
                return
            }
        }
    }

    /// The jobs that are named one by one.
    private func singleNumbers(_ references: [Reference]) async throws(RunFailure) -> Set<Int> {
        var numbers: Set<Int> = []
        for reference in references {
            switch reference.kind {
            case .all, .active, .failed, .open: continue
            case .name(let pattern) where pattern.segments.contains(.any): continue
            case .last, .number, .serverID, .name: break
            }
            numbers.formUnion(try await jobs(named: [reference]).map(\.number))
        }
        return numbers
    }
}

extension Command {
    /// What it saves, where it saves.
    fileprivate var saving: SaveArguments? {
        switch self {
        case .save(let arguments), .collect(let arguments): arguments
        case .set, .unset, .show, .prompt, .image, .submit, .again, .wait, .jobs, .models, .cost,
            .let, .param, .loop, .expect, .budget, .onError, .model, .print, .sleep, .include,
            .adopt, .forget, .help, .history, .edit, .clear, .quit:
            nil
        }
    }
}
