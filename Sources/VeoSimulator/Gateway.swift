/// The state of a running simulator. Each question is answered in one step, so that the number of
/// a job and the faults that are meant for it cannot come apart.
actor Gateway {
    /// A request for videos that was let in, or kept out by a fault.
    struct Admission: Sendable {
        /// Nil if the fault stands in place of the work.
        let job: Job?
        let delivery: FaultRule?
        /// A fault in what the answer says; only for chat.
        let content: FaultRule?
    }

    /// A known job and what is wrong with the answer about it.
    struct Finding: Sendable {
        let job: Job
        let state: Job.State
        let delivery: FaultRule?
        let content: FaultRule?
    }

    private var table: JobTable
    private var faults: FaultPlan
    private var journal = Journal()

    init(configuration: SimulatorConfiguration) {
        table = JobTable(configuration: configuration)
        faults = FaultPlan(configuration.faults)
    }

    /// Makes the job that a checked request asks for, unless a fault comes first.
    func admit(
        _ order: VideoOrder, step: FaultRule.Step, now: Duration
    ) throws(JobTable.Refusal) -> Admission {
        let number = table.made + 1
        let delivery = faults.take(step, job: number) { !$0.isAboutContent }
        if let delivery, delivery.kind.replacesWork {
            return Admission(job: nil, delivery: delivery, content: nil)
        }
        let isAsync = step != .chat
        let failure = faults.failure(job: number, steps: isAsync ? [.create, .status] : [.chat])
        let job = try table.make(
            order.model, prompt: order.prompt, videos: order.videos, isAsync: isAsync,
            failure: failure, now: now)
        faults.forget(before: table.oldest)
        let content =
            isAsync || failure != nil ? nil : faults.take(.chat, job: number) { $0.isAboutLink }
        return Admission(job: job, delivery: delivery, content: content)
    }

    /// The job with this id, if it is still kept.
    func find(id: String, step: FaultRule.Step, now: Duration) -> Finding? {
        table.job(id: id).flatMap { find($0, step: step, now: now) }
    }

    /// The job with this video, if it is still kept and the video exists.
    func find(file: String, now: Duration) -> Finding? {
        guard let job = table.job(file: file), job.state(at: now) == .completed else { return nil }
        return find(job, step: .download, now: now)
    }

    private func find(_ job: Job, step: FaultRule.Step, now: Duration) -> Finding? {
        table.settle(now: now)
        let state = job.state(at: now)
        guard state != .expired else { return nil }
        let delivery = faults.take(step, job: job.number) { !$0.isAboutContent }
        guard delivery?.kind.replacesWork != true else {
            return Finding(job: job, state: state, delivery: delivery, content: nil)
        }
        let content = faults.take(step, job: job.number) { kind in
            switch kind {
            case .unknownStatus: true
            case .noLink, .relativeLink, .notReady: state == .completed
            default: false
            }
        }
        return Finding(job: job, state: state, delivery: delivery, content: content)
    }

    func ledger(now: Duration) -> Ledger {
        table.settle(now: now)
        return table.ledger
    }

    func note(_ entry: JournalEntry) {
        journal.append(entry)
    }

    func entries() -> [JournalEntry] {
        journal.entries
    }
}

extension FaultRule.Kind {
    /// Whether the request is not carried out at all.
    var replacesWork: Bool {
        switch self {
        case .status, .retryAfter, .resetBefore, .redirect: true
        case .body, .resetAfter, .cut, .stall, .fail, .unknownStatus, .noLink, .relativeLink,
            .notReady:
            false
        }
    }

    var isAboutLink: Bool {
        switch self {
        case .noLink, .relativeLink: true
        default: false
        }
    }
}
