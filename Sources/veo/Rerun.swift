import FoundationEssentials
import VeoClient
import VeoLanguage
import VeoSession

/// Running a file again: nothing is paid for twice without a word.
enum Rerun {
    /// Jobs that a message names at most.
    private static let listLimit = 10

    /// Whether the script may run: its earlier runs left nothing that is in doubt, or the user has
    /// chosen.
    static func isSettled(
        _ choices: RunChoices, _ session: Session, _ script: CheckedScript,
        _ command: RerunCommand, _ console: Console
    ) async throws(RunFailure) -> Bool {
        let file = script.script.source.name
        guard try await isWhole(choices, session, file, command, console) else { return false }
        let previous = try await session.previousRun()
        if let previous, let process = previous.runningProcess, choices.rerun != .again {
            console.show(
                RunFailure(
                    "\(file) is being run by process \(process)"
                        + (previous.runningHost.map { " on \($0)" } ?? "")
                        + " since \(time(previous.startedAt))",
                    help: [
                        "wait for its end, or end it; "
                            + "`\(command.again)` runs it a second time and pays again",
                        previous.runningHost == nil
                            ? ""
                            : "this machine cannot see whether it lives: `veo history settle "
                                + "\(previous.number)` says that it does not",
                    ], exitCode: .script))
            return false
        }
        if choices.rerun == .ask, let previous, previous.needsChoice {
            console.show(refusal(previous, file, command))
            return false
        }
        try await session.resume(previous, choices.rerun, folders: script.resultFolders)
        let plan = try await session.plan(script)
        guard plan.doubts.isEmpty else {
            console.show(refusal(plan, file, command))
            return false
        }
        if let notice = notice(plan, choices, previous, command) { console.note(notice) }
        let told = choices.rerun == .again ? nil : previous
        try await tellOlder(than: told, session, file, console)
        return true
    }

    /// What is made already, where that is not what the user has asked for, or is more than is told
    /// one by one.
    private static func notice(
        _ plan: RunPlan, _ choices: RunChoices, _ previous: PreviousRun?, _ command: RerunCommand
    ) -> String? {
        let made = plan.takenCount + plan.keptCount
        guard made > 0 else {
            let isFirst = choices.rerun == .resume && previous == nil
            return isFirst ? "nothing to resume: this run is the first" : nil
        }
        guard choices.rerun == .ask || plan.takenCount > Session.toldTakings else { return nil }
        let requests = plan.total == 1 ? "request" : "requests"
        let what = made == 1 ? "was made before and costs" : "were made before and cost"
        let failed = plan.keptCount == 0 ? "" : " (failed: \(plan.keptCount))"
        return "\(made) of \(plan.total) \(requests) \(what) nothing now\(failed): "
            + "`\(command.again)` buys anew"
    }

    /// Whether the history has all that earlier runs of the file bought. A copy that was made while
    /// one was at work has not: what it lacks would be paid for again.
    private static func isWhole(
        _ choices: RunChoices, _ session: Session, _ file: String, _ command: RerunCommand,
        _ console: Console
    ) async throws(RunFailure) -> Bool {
        guard choices.rerun != .again, let partial = try await session.partialRuns().last else {
            return true
        }
        let what =
            "the history is a copy that was made while run \(partial.number) of \(file) was at work: "
            + "what that run bought since \(time(partial.startedAt)) may not be in it"
        guard !choices.isDryRun else {
            console.note("warning: \(what)")
            return true
        }
        console.show(
            RunFailure(
                "\(what); nothing was sent",
                help: [
                    "go on with the history that it was copied from: there nothing is paid for twice; "
                        + "`veo history backup FILE` makes a whole copy of it",
                    "`veo history settle \(partial.number)` says that nothing is missing; "
                        + "`\(command.again)` runs the file anew and pays again",
                ], exitCode: .script))
        return false
    }

    /// What runs before the last one left open is not in the way of this one, and not forgotten.
    private static func tellOlder(
        than previous: PreviousRun?, _ session: Session, _ file: String, _ console: Console
    ) async throws(RunFailure) {
        let older = try await session.olderOpenJobs(than: previous)
        guard let text = OpenSummary.text(older, at: Live.now()) else { return }
        console.note("earlier runs of \(file) left open: \(text); `veo jobs --open` lists them")
    }

    private static func refusal(
        _ plan: RunPlan, _ file: String, _ command: RerunCommand
    ) -> RunFailure {
        let count = plan.doubts.count
        guard count > 1 || plan.total > 1 else {
            let doubt = plan.doubts[0]
            return RunFailure(
                doubt.message, help: [doubt.help(command)] + choices(plan, command),
                exitCode: .script)
        }
        var help = plan.doubts.prefix(listLimit).map { $0.message }
        if count > listLimit { help.append("and \(count - listLimit) more requests") }
        if let first = plan.doubts.first { help.append(first.help(command)) }
        return RunFailure(
            "\(count) of the \(plan.total) requests of \(file) may be made already; nothing was sent",
            help: help + choices(plan, command), exitCode: .script)
    }

    private static func choices(_ plan: RunPlan, _ command: RerunCommand) -> [String] {
        let isOfOthers = plan.doubts.contains { if case .other = $0 { true } else { false } }
        return isOfOthers
            ? ["with one `--run-name NAME`, runs of a file at several paths go on with each other"]
            : []
    }

    private static func refusal(
        _ previous: PreviousRun, _ file: String, _ command: RerunCommand
    ) -> RunFailure {
        let open = previous.openJobs
        let what =
            previous.reachedEnd
            ? "left \(open.count == 1 ? "a job" : "jobs") behind" : "did not reach its end"
        var help = open.prefix(listLimit).map { line($0, command.shell) }
        if open.count > listLimit { help.append("and \(open.count - listLimit) more jobs") }
        help.append(
            "`\(command.resume)` goes on from there: "
                + "a submit with the same name and request takes up its job and costs nothing")
        help.append("`\(command.again)` runs it anew and pays again")
        return RunFailure(
            "the last run of \(file), \(time(previous.startedAt)), \(what); nothing was sent",
            help: help,
            exitCode: .script)
    }

    private static func line(_ job: Job, _ shell: String) -> String {
        let what =
            switch job.state {
            case .completed:
                "completed and not saved: `save @#\(job.number)` in \(shell) saves it"
                    + (OpenJobsTable.expiry(job, at: Live.now()).map { "; \($0)" } ?? "")
            case .unknown:
                "unknown, maybe billed, and never sent again by itself; in \(shell) "
                    + OpenJobsTable.choices(job)
            case .stale:
                "stale, without news lately: `\(job.reattachLine)` in \(shell) asks for it"
            case .unsent, .submitting, .queued, .running, .failed:
                "\(job.state.rawValue): `\(job.reattachLine)` in \(shell) waits for it"
            }
        return "\(job.name), job \(job.number), is \(what)"
    }

    /// `2026-03-14 09:26`, in the zone of the user.
    static func time(_ milliseconds: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds / 1000))
        let style = Date.ISO8601FormatStyle(timeZone: .current)
            .year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false)
        return String(date.formatted(style).prefix(16))
    }

    /// The last line of a run that can be gone on with; `nil` for one that need not be.
    static func advice(
        _ session: Session, _ jobs: [Job], reachedEnd: Bool, _ command: RerunCommand
    ) -> String? {
        guard session.isRecorded else { return nil }
        let left = jobs.count { $0.failure?.isLeft == true }
        if left > 0 {
            return "left for the next run by --max-new: \(left) "
                + "\(left == 1 ? "request" : "requests"); `\(command.resume)` goes on"
        }
        guard session.isNamed else { return nil }
        let sent = jobs.filter { !$0.isSimulated && $0.failure?.kind != .notSent }
        guard !sent.isEmpty, !reachedEnd || sent.contains(where: \.isOpen) else { return nil }
        return "`\(command.resume)` goes on from here without paying twice"
    }
}

extension Doubt {
    /// What settles it, as it must be typed.
    fileprivate func help(_ command: RerunCommand) -> String {
        switch self {
        case .elsewhere(let there, _, _):
            "`--base-url \(there)` goes on there; `\(command.again)` pays again here"
        case .other:
            "`\(command.resume)` takes what is made; `\(command.again)` pays for it again"
        case .result: help + "; `\(command.again)` buys all anew"
        }
    }
}
