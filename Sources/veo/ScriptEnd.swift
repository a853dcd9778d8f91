import VeoLanguage
import VeoSession

/// What is said when a script ends: how to take up what still runs, and how to save what is not
/// saved when it stopped early.
enum ScriptEnd {
    /// What has not left when a script stops early never leaves, and is named.
    static func drop(_ session: Session, _ console: Console) async {
        let dropped = await session.dropUnsent()
        guard !dropped.isEmpty else { return }
        console.note("not sent: \(JobNames.text(dropped.map(\.name)))")
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
            let names = JobNames.text(simulated.map(\.name))
            lines.append("still running: \(names); simulated jobs end with the program")
        }
        lines += told(running.filter { !$0.isSimulated }, "still run", in: shell) { job in
            "\(job.name) still runs: `\(job.reattachLine)` and `save @#\(job.number)` in \(shell) "
                + "take it up again"
        }
        lines += told(abandoned, "of the last run are not submitted any more", in: shell) { job in
            let next =
                job.state == .unknown
                ? "`adopt`, `again` or `forget @#\(job.number)` in \(shell) decides about it"
                : "`\(job.reattachLine)` in \(shell) takes it up"
            return "\(job.name) of the last run is not submitted any more: \(job.state.rawValue), "
                + next
        }
        guard !reachedEnd else { return lines }
        let unsaved = jobs.filter { $0.state == .completed && !$0.isSaved && !$0.isSimulated }
        return lines
            + told(unsaved, "are not saved", in: shell) { job in
                "\(job.name) is not saved: `save @#\(job.number)` in \(shell) saves it"
            }
    }

    /// A line for each of a few jobs, and one for many.
    private static func told(
        _ jobs: [Job], _ what: String, in shell: String, _ line: (Job) -> String
    ) -> [String] {
        guard jobs.count > Notices.burst else { return jobs.map(line) }
        return [
            "\(JobNames.text(jobs.map(\.name))), \(jobs.count) jobs, \(what): `jobs @open` in "
                + "\(shell) lists them"
        ]
    }
}
