/// The state of a running simulator. Each question is answered in one step, so that the number of
/// a job and the faults that are meant for it cannot come apart.
actor Gateway {
    /// A request for videos that was let in, or kept out by a fault.
    struct Admission: Sendable {
        /// Nil if the fault stands in place of the work.
        let job: Job?
        let faults: AppliedFaults
        /// What the links have behind the question mark.
        var query: String?
    }

    /// A known job and what is wrong with the answer about it.
    struct Finding: Sendable {
        let job: Job
        let state: Job.State
        let faults: AppliedFaults
        /// The number of the link that the answer names.
        var link = 0
        /// What it has behind the question mark.
        var query: String?
    }

    private(set) var table: JobTable
    private var faults: FaultPlan
    private var journal = Journal()
    /// The step whose answer names the link; nil where none does.
    private let linkStep: FaultRule.Step?

    init(configuration: SimulatorConfiguration) {
        table = JobTable(configuration: configuration)
        faults = FaultPlan(configuration.faults, seed: configuration.seed)
        linkStep = configuration.profile.dialect.tasks.linkStep
    }

    /// Makes the job that a checked request asks for, unless a fault comes first.
    func admit(
        _ order: VideoOrder, step: FaultRule.Step, now: Duration
    ) throws(JobTable.Refusal) -> Admission {
        let number = table.made + 1
        let steps: [FaultRule.Step] = order.hasFiles ? [step, .upload] : [step]
        let isAsync = step != .chat
        let failure = faults.failure(job: number, steps: isAsync ? steps + [.status] : steps)
        let taken = faults.take(
            FaultRule.Occasion(
                steps: steps, job: number,
                state: isAsync ? nil : failure == nil ? .completed : .failed, elapsed: now,
                running: table.running(at: now)))
        guard !taken.isInstead else { return Admission(job: nil, faults: taken) }
        let id: FaultTemplate? = taken.first { if case .id(let text) = $0 { text } else { nil } }
        let job = try table.make(order, isAsync: isAsync, id: id, failure: failure, now: now)
        noteRefunds()
        faults.forget(before: table.oldest)
        return Admission(job: job, faults: taken, query: faults.query(job: number))
    }

    /// What answers a request for videos before its body is there; nil if nothing does.
    func refuseEarly(_ steps: [FaultRule.Step], now: Duration) -> AppliedFaults? {
        faults.takeEarly(
            FaultRule.Occasion(
                steps: steps, job: table.made + 1, elapsed: now, running: table.running(at: now)))
    }

    /// What goes wrong with a request that is about no job.
    func faults(_ step: FaultRule.Step, now: Duration) -> AppliedFaults {
        faults.take(
            FaultRule.Occasion(
                steps: [step], job: 0, elapsed: now, running: table.running(at: now)))
    }

    var hasFaults: Bool { !faults.isEmpty }

    /// The job with this id, if it is still kept.
    func find(
        id: String, step: FaultRule.Step, _ circumstances: FaultRule.Circumstances, now: Duration
    ) -> Finding? {
        table.job(id: id).flatMap { find($0, step: step, circumstances, now: now) }
    }

    /// The task with this id, if it is still kept; no fault is meant for this.
    func task(id: String, now: Duration) -> Job? {
        table.job(id: id).flatMap { $0.state(at: now) == .expired ? nil : $0 }
    }

    /// The job with this video, if it is still kept and the video exists.
    func find(
        file: String, _ circumstances: FaultRule.Circumstances, now: Duration
    ) -> Finding? {
        guard let job = table.job(file: file), job.state(at: now) == .completed else { return nil }
        return find(job, step: .download, circumstances, now: now)
    }

    private func find(
        _ job: Job, step: FaultRule.Step, _ circumstances: FaultRule.Circumstances, now: Duration
    ) -> Finding? {
        let state = job.state(at: now)
        guard state != .expired else { return nil }
        let taken = faults.take(
            FaultRule.Occasion(
                steps: [step], job: job.number, state: FaultRule.JobState(state),
                elapsed: now - (step == .status ? job.created : job.end),
                running: table.running(at: now), circumstances: circumstances))
        let namesLink = step == linkStep && state == .completed && !taken.isInstead
        return Finding(
            job: job, state: state, faults: taken,
            link: namesLink ? faults.nextLink(job: job.number) : 0,
            query: faults.query(job: job.number))
    }

    /// The account as it stands.
    func account(now: Duration) -> (ledger: Ledger, jobs: Int) {
        settle(now: now)
        return (table.ledger, table.made)
    }

    /// A page of tasks; nil if there is none with the id `after`.
    func list(
        after id: String?, ascending: Bool, limit: Int, now: Duration
    ) -> (jobs: [Job], hasMore: Bool)? {
        table.tasks(after: id, ascending: ascending, limit: limit) {
            $0.state(at: now) != .expired
        }
    }

    /// Forgets a task that has ended; false if there is none, nil if it still runs.
    func delete(id: String, now: Duration) -> Bool? {
        guard let job = table.job(id: id), job.state(at: now) != .expired else { return false }
        guard job.end <= now else { return nil }
        settle(now: now)
        table.remove(job)
        return true
    }

    /// What people see; nothing is used up by it.
    func overview(now: Duration) -> Overview {
        settle(now: now)
        return Overview(
            now: now, jobs: table.newest(Overview.jobLimit), made: table.made,
            ledger: table.ledger,
            requests: journal.entries.suffix(Overview.requestLimit).reversed(),
            noted: journal.entries.count)
    }

    /// The completed job with this video; no fault is meant for this.
    func finished(file: String, now: Duration) -> Job? {
        table.job(file: file).flatMap { $0.state(at: now) == .completed ? $0 : nil }
    }

    func note(_ entry: JournalEntry) {
        journal.append(entry)
    }

    func entries(now: Duration) -> [JournalEntry] {
        settle(now: now)
        return journal.entries
    }

    /// Money moves when somebody looks; what is given back is noted.
    private func settle(now: Duration) {
        table.settle(now: now)
        noteRefunds()
    }

    private func noteRefunds() {
        for job in table.takeRefunds() { journal.append(JournalEntry(refundOf: job)) }
    }
}
