import FoundationEssentials
import VeoSession

/// Running a file again: nothing is paid for twice without a word.
enum Rerun {
    /// Jobs that a message names at most.
    private static let listLimit = 10

    /// Whether the script may run: the last run of its file left nothing, or the user has chosen.
    static func isSettled(
        _ choices: RunChoices, _ session: Session, _ file: String, _ command: RerunCommand,
        _ console: Console
    ) async throws(RunFailure) -> Bool {
        guard choices.rerun != .again, let previous = try await session.previousRun() else {
            if choices.rerun == .resume { console.note("nothing to resume: this run is the first") }
            try await tellOlder(than: nil, session, file, console)
            return true
        }
        if let process = previous.runningProcess {
            guard !choices.isDryRun else { return true }
            console.show(
                RunFailure(
                    "\(file) is being run by process \(process) since \(time(previous))",
                    help: [
                        "wait for its end, or end it; "
                            + "`\(command.again)` runs it a second time and pays again"
                    ], exitCode: .script))
            return false
        }
        switch choices.rerun {
        case .resume: try await session.resume(previous)
        // What is not sent cannot be paid for twice.
        case .ask where previous.needsChoice && !choices.isDryRun:
            console.show(refusal(previous, file, command))
            return false
        case .ask, .again: break
        }
        try await tellOlder(than: previous, session, file, console)
        return true
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
            "the last run of \(file), \(time(previous)), \(what); nothing was sent", help: help,
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
            case .unsent, .submitting, .queued, .running, .failed:
                "\(job.state.rawValue): `\(job.reattachLine)` in \(shell) waits for it"
            }
        return "\(job.name), job \(job.number), is \(what)"
    }

    /// `2026-03-14 09:26`, in the zone of the user.
    private static func time(_ previous: PreviousRun) -> String {
        let date = Date(timeIntervalSince1970: Double(previous.startedAt / 1000))
        let style = Date.ISO8601FormatStyle(timeZone: .current)
            .year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false)
        return String(date.formatted(style).prefix(16))
    }

    /// The last line of a run that can be gone on with; `nil` for one that need not be.
    static func advice(
        _ session: Session, _ jobs: [Job], reachedEnd: Bool, _ command: RerunCommand
    ) -> String? {
        guard session.scriptFile != nil, session.isRecorded else { return nil }
        let sent = jobs.filter { !$0.isSimulated && $0.failure?.kind != .notSent }
        guard !sent.isEmpty, !reachedEnd || sent.contains(where: \.isOpen) else { return nil }
        return "`\(command.resume)` goes on from here without paying twice"
    }
}
