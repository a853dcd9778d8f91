/// All jobs that the gateway remembers, and the money that goes with them.
///
/// Nothing runs for a job: its state follows from the clock, and money is settled when somebody
/// looks. A thousand jobs cost a thousand small values.
struct JobTable: Sendable {
    /// Most jobs in memory at a time; the oldest finished one makes room for a new one.
    static let limit = 20_000
    /// Longest prompt that is kept, in bytes: the longest that OpenAI's API takes.
    static let promptLimit = 4 * OrderRules.promptLimit
    /// Most bytes of prompts in memory; here too the oldest finished job makes room.
    static let promptBytesLimit = 64 * 1024 * 1024

    enum Refusal: Error { case notEnoughQuota, tooManyJobs }

    private(set) var ledger: Ledger
    private(set) var made = 0
    private let seed: UInt64
    private let generationTime: ClosedRange<Duration>?
    private let tasks: any TaskShape
    private var jobs: [Int: Job] = [:]
    private var promptBytes = 0
    /// How often a request was made; forgotten when there are as many as jobs at most.
    private var occurrences: [UInt64: Int] = [:]
    private var numbersByID: [String: Int] = [:]
    private var numbersByFile: [String: Int] = [:]
    /// The lowest number that may still be in memory.
    private(set) var oldest = 1
    /// Async jobs whose money is held, the one that ends first at the back.
    private var unsettled: [Job] = []
    private var refunded: [Job] = []
    /// When the jobs end that may still run, the first of them at the back.
    private var ends: [Duration] = []

    init(configuration: SimulatorConfiguration) {
        ledger = Ledger(available: configuration.quota)
        seed = configuration.seed
        generationTime = configuration.generationTime
        tasks = configuration.profile.dialect.tasks
    }

    /// Accepts a job and takes its price: for an async job until it ends, else for good.
    mutating func make(
        _ order: VideoOrder, isAsync: Bool, id: FaultTemplate? = nil, failure: FailureForm?,
        now: Duration
    ) throws(Refusal) -> Job {
        settle(now: now)
        guard makeRoom(now: now) else { throw .tooManyJobs }
        guard ledger.hold(order.model.price * order.videos) else { throw .notEnoughQuota }
        made += 1
        var generator = generator(order.model, order.prompt)
        let uuid = generator.uuid()
        let files = (0..<order.videos).map { _ in generator.uuid() }
        let range = generationTime ?? order.model.generationTime
        var job = Job(
            number: made, uuid: uuid, id: tasks.id(of: uuid), isAsync: isAsync,
            model: order.model, prompt: Self.bounded(order.prompt), size: order.size,
            seconds: order.seconds, remixedFrom: order.remixedFrom, created: now,
            plan: GenerationPlan(range: range, using: &generator), files: files, failure: failure)
        if let id {
            let facts = FaultFacts(job: job)
            job.id = id.text(facts.word)
        }
        jobs[made] = job
        let place = ends.firstIndex { $0 <= job.end } ?? ends.endIndex
        ends.insert(job.end, at: place)
        promptBytes += job.prompt.utf8.count
        for file in files { numbersByFile[file] = made }
        if isAsync {
            numbersByID[job.id] = made
            let index = unsettled.firstIndex { $0.end < job.end } ?? unsettled.endIndex
            unsettled.insert(job, at: index)
        } else {
            ledger.commit(job.price)
        }
        return job
    }

    /// How many jobs have not ended yet.
    mutating func running(at now: Duration) -> Int {
        while let end = ends.last, end <= now { ends.removeLast() }
        return ends.count
    }

    /// The start of a long prompt, cut between characters.
    private static func bounded(_ prompt: String) -> String {
        var end = prompt.utf8.index(
            prompt.startIndex, offsetBy: promptLimit, limitedBy: prompt.endIndex)
        while let index = end, index.samePosition(in: prompt.unicodeScalars) == nil {
            end = prompt.utf8.index(before: index)
        }
        return end.map { String(prompt[..<$0]) } ?? prompt
    }

    private mutating func generator(_ model: GatewayModel, _ prompt: String) -> SeededGenerator {
        let request = SeededGenerator.hash(model: model.rawValue, prompt: prompt)
        if occurrences.count >= Self.limit { occurrences = [:] }
        occurrences[request, default: 0] += 1
        return SeededGenerator(
            seed: seed, request: request, occurrence: occurrences[request] ?? 1)
    }

    /// The newest jobs, from the newest on.
    func newest(_ count: Int) -> [Job] {
        var found: [Job] = []
        var number = made
        while found.count < count, number >= oldest {
            if let job = jobs[number] { found.append(job) }
            number -= 1
        }
        return found
    }

    /// - Parameter id: as it stands in a path, where some of it may be percent-encoded.
    func job(id: String) -> Job? {
        let number = numbersByID[id] ?? id.percentDecoded.flatMap { numbersByID[$0] }
        return number.flatMap { jobs[$0] }
    }

    func job(file: String) -> Job? {
        numbersByFile[file].flatMap { jobs[$0] }
    }

    /// Pays for what has completed and gives back what has failed; those that failed are told.
    mutating func settle(now: Duration) {
        while let job = unsettled.last, job.end <= now {
            unsettled.removeLast()
            if job.failure == nil {
                ledger.commit(job.price)
            } else {
                ledger.release(job.price)
                refunded.append(job)
            }
        }
    }

    /// Jobs whose price was given back since the last call.
    mutating func takeRefunds() -> [Job] {
        defer { refunded = [] }
        return refunded
    }

    /// Tasks from the newest to the oldest that `isWanted`, at most `limit` of them, and whether
    /// there are more.
    func tasks(
        after id: String?, ascending: Bool, limit: Int, where isWanted: (Job) -> Bool
    ) -> (jobs: [Job], hasMore: Bool)? {
        var numbers = oldest...max(oldest, made)
        if let id {
            guard let number = numbersByID[id] else { return nil }
            guard ascending ? number < made : number > oldest else { return ([], false) }
            numbers = ascending ? number + 1...made : oldest...number - 1
        }
        var found: [Job] = []
        for offset in 0..<numbers.count {
            let number = ascending ? numbers.lowerBound + offset : numbers.upperBound - offset
            guard let job = jobs[number], job.isAsync, isWanted(job) else { continue }
            if found.count == limit { return (found, true) }
            found.append(job)
        }
        return (found, false)
    }

    /// Forgets a job; its money is settled already.
    mutating func remove(_ job: Job) {
        jobs[job.number] = nil
        promptBytes -= job.prompt.utf8.count
        if numbersByID[job.id] == job.number { numbersByID[job.id] = nil }
        for file in job.files { numbersByFile[file] = nil }
    }

    private mutating func makeRoom(now: Duration) -> Bool {
        while jobs.count >= Self.limit || promptBytes >= Self.promptBytesLimit {
            while oldest <= made, jobs[oldest] == nil { oldest += 1 }
            guard let job = jobs[oldest], job.end <= now else { return false }
            remove(job)
        }
        return true
    }
}
