package import VeoClient
package import VeoLanguage

/// What a session is: its settings, its catalog of models, the prompt and images of the next
/// submit, and its jobs. The one actor; every job is followed by a task of the group that
/// ``with(_:_:)`` owns.
package actor Session {
    let configuration: SessionConfiguration
    let history: History
    let run: Int
    let keys: KeyResolver
    let spool: ImageSpool
    /// Numbers of jobs whose following is to start.
    let starts: AsyncStream<Int>.Continuation
    /// Pauses of gateways that were full.
    let knocks: AsyncStream<Knock>.Continuation
    /// Closed for good when the session is left.
    let gate = SendingGate()

    /// What `unset` goes back to.
    package internal(set) var defaults: SessionSettings
    package internal(set) var settings: SessionSettings
    package internal(set) var catalog = ModelCatalog.standard
    package internal(set) var prompt: String?
    /// Paths or URLs of the start and the end frame.
    package internal(set) var frames: [String] = []

    /// The part of the environment that the script may see.
    package nonisolated let sharedEnvironment: [String: String]
    /// What `let`, `param` and loops have named.
    var variables: [String: Values.Binding] = [:]
    var turns: [Int] = []
    /// What this run may cost.
    package internal(set) var budget: Money?
    /// Why nothing is submitted before the user has said what the budget is.
    var held: RunFailure?

    /// The jobs that this session speaks of, in the order they came.
    var jobs: JobList
    /// Where in ``jobs`` a number of the history stands.
    var positions: [Int: Int] = [:]
    /// The number of each job's name, letter case aside.
    var numbersByName: [String: Int] = [:]
    /// The numbers of the jobs by the stems of their names.
    var stems = NameStems<Int>()
    /// What jobs that are not sent yet will ask for, and with what key.
    var orders: [Int: Order] = [:]
    /// Unsent jobs, and those that hold a place at their gateway.
    var dispatcher = Dispatcher()
    /// Keys with which a job was taken in this run.
    var goodKeys: Set<KeyUse> = []
    /// The last job that a gateway gave an id to, by gateway and id.
    var acceptedIDs: [String: Int] = [:]
    /// Jobs whose missing answer was told.
    var silenceTold: Set<Int> = []
    /// Jobs whose end a `wait` has told.
    var told: Set<Int> = []
    /// Jobs that were running before this session: commands without a reference leave them out.
    var earlier: Set<Int> = []
    var forgotten: Set<Int> = []
    /// Jobs with a step that is being written to the history: not told yet, so not over yet.
    var storing: Set<Int> = []
    /// Where the key of each job comes from, frozen when it was submitted or attached.
    var keySources: [Int: KeySource] = [:]
    /// Stale jobs that are asked for again and of which nothing was heard yet, with what was said
    /// of them last.
    var unheard: [Int: JobFailure] = [:]
    /// The numbers of the jobs that came to an end or were forgotten, one after the other.
    var endings: [Int] = []
    /// Videos that are fetched and were not there yet when they were asked for.
    var lateVideos: Set<Int> = []
    /// Since the session began.
    let steady: Stopwatch
    /// When each job moved on last, and when any of them did, by ``steady``.
    var news: [Int: Duration] = [:]
    var lastNews = Duration.zero
    /// When it was looked last for links that expire, by ``steady``, and the jobs that were told.
    var lookedForExpiry: Duration?
    var toldExpiry: Set<Int> = []
    /// The job whose silence was told: one speaks for all while a gateway is silent.
    var silent: Int?
    /// The task that follows each job now.
    var followers: [Int: Follower] = [:]
    var followCount = 0
    /// After 401, 402 or 403 nothing more is sent in this run.
    var refusal: JobFailure?
    var resolvedKeys: [KeySource: APIKey] = [:]
    /// What this run goes on with.
    var resumption: Resumption?
    /// The number of the next job of a dry run.
    var plannedNumber: Int?
    /// The run that it goes on with, until that is noted.
    var resumed: Int?
    /// Whether it takes what other scripts have made without asking.
    var takesOthers = false
    /// The jobs that this run has taken up.
    var takenUp: Set<Int> = []
    /// Whether the plan has told what is made already.
    var isQuiet = false
    /// What the last run of the script had, with what was left to it.
    var left: [Job] = []
    /// What the earlier runs of the script take of its budget, besides what this one takes up.
    var spentBefore = Money.zero
    /// The jobs that this run has made and that are paid for.
    var boughtCount = 0
    /// Whether the last statement of the script has run.
    var hasReachedEnd = false
    /// The quick retries of all jobs.
    let retryBudget: RetryBudget
    /// The pace of the requests to each gateway.
    var paces: [Origin: RequestPace] = [:]
    private var observers: [Int: AsyncStream<Void>.Continuation] = [:]
    private var observerCount = 0

    /// A request, frozen by `submit`.
    struct Order: Sendable {
        let request: GenerationRequest
    }

    /// What ends one follower, and which one it is.
    struct Follower: Sendable {
        let id: Int
        let stop: AsyncStream<Never>.Continuation
    }

    private init(
        _ configuration: SessionConfiguration, history: History, run: Int,
        starts: AsyncStream<Int>.Continuation, knocks: AsyncStream<Knock>.Continuation
    ) {
        self.configuration = configuration
        self.history = history
        self.run = run
        self.starts = starts
        jobs = JobList(run: run)
        sharedEnvironment = configuration.environment.filter {
            configuration.sharedEnvironment.contains($0.key)
        }
        steady = Stopwatch(configuration.clock)
        self.knocks = knocks
        retryBudget = RetryBudget(tries: configuration.retry.tries)
        keys = KeyResolver(
            environment: configuration.environment,
            warn: { configuration.announce(.warning($0)) })
        spool = ImageSpool(temporaryFolder: configuration.environment["TMPDIR"] ?? "/tmp")
        var defaults = SessionSettings()
        if let simulator = configuration.simulator { defaults.baseURL = simulator.baseURL }
        self.defaults = defaults
        settings = defaults
    }

    /// Opens a session, runs `body` in it and closes what it opened, in order: the followers of
    /// the jobs, the copies of images, the run in the history.
    package static func with<Result: Sendable>(
        _ configuration: SessionConfiguration,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let history =
            configuration.isDryRun
            ? try History(copying: configuration.historyPath)
            : try History(path: configuration.historyPath)
        if let warning = history.warning { configuration.announce(.warning(warning)) }
        try await history.settleDeadRuns(at: configuration.now())
        let run = try await history.beginRun(
            kind: configuration.kind, isSimulated: configuration.simulator != nil,
            at: configuration.now())
        let (numbers, starts) = AsyncStream.makeStream(of: Int.self)
        let (pauses, knocks) = AsyncStream.makeStream(of: Knock.self)
        let session = Session(
            configuration, history: history, run: run, starts: starts, knocks: knocks)
        let outcome = await withTaskGroup(
            of: Void.self, returning: Swift.Result<Result, any Error>.self
        ) { group in
            group.addTask {
                await withDiscardingTaskGroup { followers in
                    for await number in numbers {
                        followers.addTask { await session.follow(number) }
                    }
                }
            }
            group.addTask {
                await withDiscardingTaskGroup { waiting in
                    for await knock in pauses { waiting.addTask { await session.knock(knock) } }
                }
            }
            let outcome: Swift.Result<Result, any Error>
            do { outcome = .success(try await body(session)) } catch { outcome = .failure(error) }
            await session.finishSending()
            starts.finish()
            knocks.finish()
            group.cancelAll()
            return outcome
        }
        await session.close()
        return try outcome.get()
    }

    /// After the followers have ended: what they could not bring to an end is settled as a later
    /// start would settle it after a crash.
    private func close() async {
        await settleUnheard()
        do {
            try await history.endRun(run, reachedEnd: hasReachedEnd, at: configuration.now())
            try history.close()
        } catch {
            configuration.announce(.warning(error.message))
        }
        await spool.remove()
    }

    /// Whether the gateway is the one that this program runs itself.
    package nonisolated var isSimulated: Bool { configuration.simulator != nil }

    /// Whether this run can be found again and gone on with.
    package nonisolated var isNamed: Bool { configuration.kind.runName != nil }

    /// Whether another program will find the jobs in the history.
    package nonisolated var isRecorded: Bool { configuration.historyPath != nil }

    /// Whether nothing is sent.
    package nonisolated var isDryRun: Bool { configuration.isDryRun }

    // MARK: What the next submit takes

    package func set(_ value: SettingValue) {
        settings.apply(value)
        if case .parallel = value { takeParallel() }
        switch value {
        case .keyFrom, .baseURL: (refusal, resolvedKeys, goodKeys) = (nil, [:], [])
        default: break
        }
    }

    package func setDefault(_ value: SettingValue) {
        defaults.apply(value)
        settings.apply(value)
        if case .parallel = value { takeParallel() }
    }

    private func takeParallel() {
        dispatcher.parallel = settings.parallel
        fillPlaces()
    }

    package func unset(_ setting: Setting) {
        set(defaults[setting])
    }

    package func add(_ model: VideoModel) { catalog.add(model) }

    package func setPrompt(_ text: String) { prompt = text }
    package func setFrames(_ frames: [String]) { self.frames = frames }

    // MARK: Changes

    /// A stream with one element now and one after each change of any job, and the key that ends
    /// it with ``stopObserving(_:)``.
    func observe() -> (key: Int, changes: AsyncStream<Void>) {
        let (changes, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        observerCount += 1
        observers[observerCount] = continuation
        continuation.yield()
        return (observerCount, changes)
    }

    func stopObserving(_ key: Int) {
        observers.removeValue(forKey: key)?.finish()
    }

    func tellObservers() {
        for observer in observers.values { observer.yield() }
    }
}
