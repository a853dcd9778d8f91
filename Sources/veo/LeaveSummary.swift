import VeoClient
import VeoLanguage
import VeoSession

/// What a person should know before they leave the shell: what goes on and what it costs, what is
/// not here yet, and what would be lost.
struct LeaveSummary {
    /// What is true, whether they leave or not.
    let notes: [String]
    /// Asked where something is lost by leaving; `nil` else.
    let question: String?

    /// Jobs that are written out one by one.
    private static let shownJobs = 10

    /// - Parameters:
    ///   - jobs: all that the shell speaks of.
    ///   - lost: those of them that need this process.
    ///   - isRecorded: whether the next session can know of them.
    init(_ jobs: [Job], lost: [Job], isRecorded: Bool) {
        let needy = Set(lost.map(\.number))
        let own = jobs.filter { !needy.contains($0.number) }
        let running = own.filter { $0.serverID != nil && !$0.state.isFinal && !$0.isSimulated }
        let unsaved = own.filter { $0.state == .completed && !$0.isSaved && !$0.isSimulated }
        let simulated = own.filter { job in
            job.isSimulated && (!job.state.isFinal || job.state == .completed && !job.isSaved)
        }
        var notes: [String] = []
        if isRecorded {
            if !running.isEmpty {
                notes.append(
                    "\(Self.goesOn(running)) at the gateway (\(Estimate.price(of: running))); "
                        + "start veo again to follow \(running.count == 1 ? "it" : "them")")
            }
            if !unsaved.isEmpty {
                let (are, them) = unsaved.count == 1 ? ("is", "it") : ("are", "them")
                notes.append(
                    "\(Self.named(unsaved)) \(are) not saved: `save @open` in the next session "
                        + "fetches \(them)")
            }
        } else {
            notes += (running + unsaved).prefix(Self.shownJobs).map(Self.unrecorded)
            let rest = running.count + unsaved.count - Self.shownJobs
            if rest > 0 { notes.append("and \(rest) more, of which nothing is recorded") }
        }
        if !simulated.isEmpty {
            let end = simulated.count == 1 ? "ends" : "end"
            notes.append(
                "\(Self.named(simulated)) \(end) with this program; nothing was paid")
        }
        self.notes = notes
        question = Self.question(about: lost)
    }

    private static func question(about lost: [Job]) -> String? {
        let unsent = lost.filter { $0.state == .unsent }
        let sync = lost.filter { $0.state != .unsent && $0.mode == .sync }
        let unanswered = lost.filter { $0.state == .submitting && $0.mode == .async }
        var parts: [String] = []
        if !unsent.isEmpty {
            let be = unsent.count == 1 ? "is" : "are"
            parts.append("\(named(unsent)) \(be) not sent yet and will be dropped")
        }
        if !sync.isEmpty {
            let be = sync.count == 1 ? "is" : "are"
            parts.append("\(named(sync)) will be lost, and \(be) billed all the same")
        }
        if !unanswered.isEmpty {
            parts.append("\(named(unanswered)): the answer is awaited for a few seconds")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ") + ". Quit?"
    }

    private static func goesOn(_ jobs: [Job]) -> String {
        named(jobs) + (jobs.count == 1 ? " goes on" : " go on")
    }

    /// A few by their names, many by their number.
    private static func named(_ jobs: [Job]) -> String {
        jobs.count <= 3 ? JobNames.text(jobs.map(\.name)) : "\(jobs.count) jobs"
    }

    private static func unrecorded(_ job: Job) -> String {
        let id = job.serverID.map { "`adopt \($0)`" } ?? "its link"
        return job.state.isFinal
            ? "\(job.name) is not saved, and nothing is recorded: \(id) in veo takes it up"
            : "\(job.name) goes on, and nothing is recorded: \(id) in veo takes it up"
    }
}
