/// All jobs that the gateway remembers, and the money that goes with them.
///
/// Nothing runs for a job: its state follows from the clock, and money is settled when somebody
/// looks. A thousand jobs cost a thousand small values.
struct JobTable: Sendable {
    /// Most jobs in memory at a time; the oldest finished one makes room for a new one.
    static let limit = 20_000

    enum Refusal: Error { case notEnoughQuota, tooManyJobs }

    private(set) var ledger: Ledger
    private(set) var made = 0
    private let seed: UInt64
    private let generationTime: ClosedRange<Duration>?
    private var jobs: [Int: Job] = [:]
    /// How often a request was made; forgotten when there are as many as jobs at most.
    private var occurrences: [UInt64: Int] = [:]
    private var numbersByID: [String: Int] = [:]
    private var numbersByFile: [String: Int] = [:]
    /// The lowest number that may still be in memory.
    private(set) var oldest = 1
    /// Async jobs whose money is held, the one that ends first at the back.
    private var unsettled: [Job] = []

    init(configuration: SimulatorConfiguration) {
        ledger = Ledger(available: configuration.quota)
        seed = configuration.seed
        generationTime = configuration.generationTime
    }

    /// Accepts a job and takes its price: for an async job until it ends, else for good.
    mutating func make(
        _ model: GatewayModel, prompt: String, videos: Int, isAsync: Bool, failure: FailureForm?,
        now: Duration
    ) throws(Refusal) -> Job {
        settle(now: now)
        guard makeRoom(now: now) else { throw .tooManyJobs }
        guard ledger.hold(model.price * videos) else { throw .notEnoughQuota }
        made += 1
        var generator = generator(model, prompt)
        let id = "video_" + generator.uuid()
        let files = (0..<videos).map { _ in generator.uuid() }
        let range = generationTime ?? model.generationTime
        let job = Job(
            number: made, id: id, model: model, created: now,
            plan: GenerationPlan(range: range, using: &generator), files: files, failure: failure)
        jobs[made] = job
        numbersByID[id] = made
        for file in files { numbersByFile[file] = made }
        if isAsync {
            let index = unsettled.firstIndex { $0.end < job.end } ?? unsettled.endIndex
            unsettled.insert(job, at: index)
        } else {
            ledger.commit(model.price * videos)
        }
        return job
    }

    private mutating func generator(_ model: GatewayModel, _ prompt: String) -> SeededGenerator {
        let request = SeededGenerator.hash(model: model.rawValue, prompt: prompt)
        if occurrences.count >= Self.limit { occurrences = [:] }
        occurrences[request, default: 0] += 1
        return SeededGenerator(
            seed: seed, request: request, occurrence: occurrences[request] ?? 1)
    }

    func job(id: String) -> Job? {
        numbersByID[id].flatMap { jobs[$0] }
    }

    func job(file: String) -> Job? {
        numbersByFile[file].flatMap { jobs[$0] }
    }

    /// Pays for what has completed and gives back what has failed.
    mutating func settle(now: Duration) {
        while let job = unsettled.last, job.end <= now {
            unsettled.removeLast()
            if job.failure == nil {
                ledger.commit(job.model.price)
            } else {
                ledger.release(job.model.price)
            }
        }
    }

    private mutating func makeRoom(now: Duration) -> Bool {
        guard jobs.count >= Self.limit else { return true }
        while oldest <= made, jobs[oldest] == nil { oldest += 1 }
        guard let job = jobs[oldest], job.end <= now else { return false }
        jobs[oldest] = nil
        numbersByID[job.id] = nil
        for file in job.files { numbersByFile[file] = nil }
        return true
    }
}
