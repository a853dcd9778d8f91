import VeoLanguage
import VeoSession

/// What is said when a script ends: how to take up what still runs, and how to save what is not
/// saved when it stopped early.
enum ScriptEnd {
    /// Jobs that one line names at most.
    private static let namedLimit = 10

    /// What has not left when a script stops early never leaves, and is named.
    static func drop(_ session: Session, _ console: Console) async {
        let dropped = await session.dropUnsent()
        guard !dropped.isEmpty else { return }
        let names = dropped.prefix(namedLimit).map(\.name).joined(separator: ", ")
        let more = dropped.count - namedLimit
        console.note("not sent: \(names)" + (more > 0 ? " and \(more) more" : ""))
    }

    /// Requests that have left are answered first, so that no job is paid for without being known.
    static func tellWhatIsAwaited(
        _ session: Session, atMost limit: Duration, _ console: Console
    ) async {
        let awaited = await session.unansweredJobs
        guard !awaited.isEmpty else { return }
        console.note(
            "\(awaited.map(\.name).joined(separator: ", ")): the answer is awaited for "
                + "\(limit.components.seconds) s at most; Ctrl-C again leaves at once")
    }

    /// The last words of a dry run.
    static func dryRun(_ session: Session) async -> String {
        let jobs = await session.ownJobs
        let new = jobs.filter { $0.state == .unsent }
        let left = jobs.count { $0.failure?.isLeft == true }
        let taken = jobs.count - new.count - left
        var parts = ["\(new.count) \(new.count == 1 ? "request" : "requests")"]
        parts.append("\(Estimate.price(of: new)): nothing was sent")
        var line = parts.joined(separator: ", ")
        if taken > 0 { line += "; \(taken) made before \(taken == 1 ? "is" : "are") taken up" }
        if left > 0 { line += "; \(left) left for the next run by --max-new" }
        return line
    }

    static func report(
        _ session: Session, reachedEnd: Bool, _ command: RerunCommand, _ console: Console
    ) async {
        let jobs = await session.ownJobs
        let abandoned = await session.abandonedJobs
        let lines =
            session.isRecorded
            ? lines(jobs, abandoned: abandoned, reachedEnd: reachedEnd, in: command.shell)
            : unrecorded(jobs, reachedEnd: reachedEnd)
        for line in lines { console.note(line) }
        if let money = await session.spending.text { console.note(money) }
        let advice = Rerun.advice(session, jobs, reachedEnd: reachedEnd, command)
        if let advice { console.note(advice) }
    }

    /// Without a history the id is all that there is.
    private static func unrecorded(_ jobs: [Job], reachedEnd: Bool) -> [String] {
        jobs.filter { !$0.isSimulated && $0.mode == .async }.compactMap { job in
            guard let id = job.serverID else { return nil }
            if !job.state.isFinal {
                return "\(job.name) still runs, and nothing is recorded: `adopt \(id)` in veo "
                    + "takes it up"
            }
            guard !reachedEnd, job.state == .completed, !job.isSaved else { return nil }
            return "\(job.name) is not saved, and nothing is recorded: `adopt \(id)`, `wait` and "
                + "`save` in veo fetch it"
        }
    }

    static func lines(
        _ jobs: [Job], abandoned: [Job] = [], reachedEnd: Bool, in shell: String
    ) -> [String] {
        var lines: [String] = []
        let running = jobs.filter { !$0.state.isFinal && $0.serverID != nil && $0.mode == .async }
        let simulated = running.filter(\.isSimulated)
        if !simulated.isEmpty {
            let names = simulated.map(\.name).joined(separator: ", ")
            lines.append("still running: \(names); simulated jobs end with the program")
        }
        for job in running where !job.isSimulated {
            lines.append(
                "\(job.name) still runs: `\(job.reattachLine)` and `save @#\(job.number)` in \(shell) "
                    + "take it up again")
        }
        for job in abandoned {
            lines.append(
                "\(job.name) of the last run is not submitted any more: \(job.state.rawValue), "
                    + "`\(job.reattachLine)` in \(shell) takes it up")
        }
        guard !reachedEnd else { return lines }
        for job in jobs where job.state == .completed && !job.isSaved && !job.isSimulated {
            lines.append("\(job.name) is not saved: `save @#\(job.number)` in \(shell) saves it")
        }
        return lines
    }
}
