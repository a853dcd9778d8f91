import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

@testable import VeoSimulator

/// Thousands of jobs at a gateway where one in twenty goes wrong, and hours of short ones.
@Suite(.timeLimit(.minutes(240))) struct SoakTests {
    /// The jobs, and one in how many meets a fault.
    private static let (count, faultyShare) = Torture.isLong(.soak) ? (2_000, 20) : (60, 4)

    /// Kinds that a call is tried again after, or that end a job: nothing that ends the run, as
    /// 401 does, or that is waited for longer than a soak takes.
    private static let kinds = [
        "status=400", "status=404", "status=408", "status=409", "status=500", "status=502",
        "status=503", "status=504", "status=429,retry-after=1", "status=503,retry-ms=20",
        "status=503,code=model_not_found", "reset-before", "reset-after", "redirect=loop",
        "redirect=other-host", "expired", "stall=3s", "drip=100ms", "cut=1%", "cut=40%", "cut=-1",
        "length=none", "length=+10", "length=-10", "body=html", "body=json", "body=empty",
        "body=truncated", "body=malformed", "body=wrong-types", "body=deep", "body=huge",
        "huge-header", "poll-after=20ms", "range=ignored", "range=wrong", "etag=changed",
        "etag=weak", "etag=none", "fail", "fail=string", "fail=empty", "fail=null",
        "unknown-status", "no-link", "relative-link", "not-ready",
    ]

    /// The rules of the fault matrix that gateways made up, without those that end the run or take
    /// longer than a soak.
    private static let oddRules = FaultCell.oddSteps.flatMap { step in
        FaultCell.odd(step).filter { !$0.title.contains("early") && !$0.title.contains("<") }
            .flatMap(\.rules).filter { $0.hasPrefix(step.rawValue) }
    }

    /// Every kind for every step that has it, in an order that follows from the seed, each for a
    /// job of its own, once or twice; the jobs lie between 1 and `count`.
    private static func faults(seed: UInt64) throws -> [FaultRule] {
        var random = SplitMix(state: seed)
        let numbers = (1...count).shuffled(using: &random).prefix(count / faultyShare)
        let rules =
            ["create", "status", "chat", "content", "download"].flatMap { step in
                kinds.map { "\(step):\($0)" }
            } + (Torture.isLong(.soak) ? oddRules : [])
        let chosen = rules.shuffled(using: &random).filter { (try? FaultRule(parsing: $0)) != nil }
            .prefix(Torture.isLong(.soak) ? .max : numbers.count)
        let times = Torture.isLong(.soak) ? "*2" : "*1"
        return try chosen.enumerated().map { index, rule in
            let number = numbers[numbers.startIndex + index % numbers.count]
            // A failure is decided once.
            let isCounted = rule.contains(":fail") || rule.contains(/\*\d$/)
            return try FaultRule(parsing: rule + "@\(number)" + (isCounted ? "" : times))
        }
    }

    private static let script = """
        set parallel 100
        set out videos/${job.name}.mp4
        on-error continue
        for n in range 1..\(count * 3 / 4)
          submit as take-${n} -- take number ${n}
        end
        for n in range 1..\(count / 4)
          submit as sync-${n} mode=sync -- sync take number ${n}
        end
        wait timeout=1h
        save
        """

    /// What the gateway charged for a job is never more than what the history knows of it or calls
    /// unknown, and every video that is completed is here, or its loss is told.
    @Test func everyJobIsAccountedFor() async throws {
        let seed = UInt64(Torture.number("SEED", default: 1))
        var configuration = SimulatorConfiguration()
        // A day, after which links are dead, is longer than a soak takes.
        configuration.speed = 20
        configuration.generationTime = .seconds(1)...(.seconds(20))
        configuration.faults = try Self.faults(seed: seed)
        let ready = configuration
        try await TemporaryFolder.with { folder in
            try Data(Self.script.utf8).write(to: URL(filePath: "\(folder)/soak.veo"))
            try await Simulator.with(ready) { simulator in
                let environment = [
                    "VEO_API_KEY": CrashScene.key, "VEO_BASE_URL": simulator.baseURL,
                ]
                let run = try await Program.run(
                    ["run", "soak.veo"], in: folder, environment: environment)
                let records = try await CrashScene.history(in: folder)
                let states = Dictionary(grouping: records, by: \.status).mapValues(\.count)
                Torture.tell(.soak, "seed \(seed), exit code \(run.exitCode), jobs \(states)")
                #expect(records.count == Self.count, "seed \(seed): \(run.errors.suffix(2_000))")
                #expect(
                    Set(states.keys).isSubset(of: ["completed", "failed", "unknown", "stale"]),
                    "seed \(seed): \(states)")
                let ledger = await simulator.ledger()
                let known = records.compactMap(\.cost).reduce(0, +)
                let charged = Double(ledger.charged + ledger.held) / 500_000
                Torture.tell(.soak, "charged $\(charged), known or unknown $\(known)")
                #expect(charged <= known + Self.dust, "seed \(seed)")
                let made = await simulator.jobs()
                #expect(
                    made.filter(\.isCharged).reduce(0) { $0 + $1.price }
                        == ledger.charged + ledger.held, "seed \(seed)")
                Self.compare(records, with: made, "seed \(seed)")
                for record in records {
                    guard let file = record.file else { continue }
                    let video = FileManager.default.contents(atPath: "\(folder)/\(file)")
                    // A sync job has no id that the gateway can be asked about.
                    let own = made.filter {
                        $0.prompt == record.prompt && ($0.id == record.id || !$0.isAsync)
                    }
                    #expect(
                        own.contains { simulator.video(of: $0) == video.map(Array.init) },
                        "seed \(seed): \(file) is not the video of \(record.name)")
                }
                let saved = records.filter { $0.file != nil }.count
                let unsaved = records.filter { $0.status == "completed" && $0.file == nil }
                Torture.tell(.soak, "saved \(saved), not saved \(unsaved.map(\.name))")
                // A download that goes wrong more often than it is tried is told.
                #expect(
                    unsaved.isEmpty || run.errors.contains("error: cannot save '"),
                    "seed \(seed): \(unsaved.map(\.name)): \(run.errors.suffix(4_000))")
                let files = Fixtures.files(in: "\(folder)/videos")
                #expect(files.count { $0.hasSuffix(".mp4") } == saved, "seed \(seed)")
                #expect(files.count { $0.hasSuffix(".json") } == saved, "seed \(seed)")
                #expect(files.count == 2 * saved, "seed \(seed): \(files.suffix(5))")
                try await CrashScene.checkIntegrity(in: folder, "seed \(seed)")
            }
        }
    }

    /// Less than any price, in dollars.
    private static let dust = 0.000_1

    /// Each job that the gateway charged is one of the history, and counted in its cost; where
    /// the history has an id, it is that of this job.
    private static func compare(
        _ records: [CrashScene.Record], with made: [VeoSimulator.Job], _ what: String
    ) {
        let charged = Dictionary(grouping: made.filter(\.isCharged), by: \.prompt)
        #expect(Set(records.map(\.prompt)).isSuperset(of: charged.keys), "\(what)")
        for record in records {
            let own = charged[record.prompt] ?? []
            let sum = Double(own.reduce(0) { $0 + $1.price }) / 500_000
            #expect(
                sum <= (record.cost ?? 0) + dust,
                "\(what): \(record.name) is \(record.status) and was charged $\(sum)")
            guard record.mode == "async", let id = record.id else { continue }
            #expect(
                own.allSatisfy { $0.id == id || record.status == "unknown" },
                "\(what): \(record.name) has the id \(id), charged were \(own.map(\.id))")
            #expect(
                record.status != "completed" || !own.isEmpty,
                "\(what): \(record.name) is completed and was not charged")
        }
    }

    // MARK: Memory and descriptors

    /// What a process holds.
    private struct Holding {
        let jobs: Int
        /// In KiB.
        let memory: Int
        let descriptors: Int

        init(process: ProcessIdentifier, jobs: Int) {
            self.jobs = jobs
            let fields = Fixtures.text("/proc/\(process.value)/status").split(separator: "\n")
            memory =
                fields.first { $0.hasPrefix("VmRSS:") }
                .flatMap { $0.split(whereSeparator: { " \t".contains($0) }).dropFirst().first }
                .flatMap { Int($0) } ?? 0
            descriptors =
                (try? FileManager.default.contentsOfDirectory(
                    atPath: "/proc/\(process.value)/fd"))?.count ?? 0
        }
    }

    /// What each job may leave in memory, in bytes: the job itself, which a later line of the
    /// script may name, and the timers of its requests, which a runtime of Swift keeps until
    /// their time even when they are cancelled (Task.sleep).
    private static let bytesOfAJob = 4_096
    /// Descriptors that come and go with connections.
    private static let descriptorSwing = 24

    /// What the few jobs of the short form may add to memory, in KiB, on whatever machine: it
    /// shows a large leak, not a small one.
    private static let shortGrowth = 16 * 1_024
    /// After the first of them, so many that one descriptor a job would be seen.
    private static let shortJobs = 60

    /// Short jobs, ten at a time: memory grows by what a job is, descriptors not at all.
    @Test func memoryAndDescriptorsAreFlat() async throws {
        let isLong = Torture.isLong(.soak)
        let end =
            isLong
            ? WatchEnd.time(.seconds(60 * Torture.number("MINUTES", default: 20)))
            : .jobs(Self.shortJobs)
        var configuration = SimulatorConfiguration()
        configuration.speed = 20
        configuration.generationTime = .milliseconds(100)...(.milliseconds(200))
        try await TemporaryFolder.with { folder in
            let script = """
                budget 1000000
                for n in range 1..100000
                  submit x10 as take-${n} -- take number ${n}
                  wait
                  save @last to film.mp4 if-exists=replace
                end
                """
            try Data(script.utf8).write(to: URL(filePath: "\(folder)/soak.veo"))
            try await Simulator.with(configuration) { simulator in
                let holdings = try await Self.watch(folder, simulator.baseURL, until: end)
                for quarter in 0...4 {
                    let holding = holdings[(holdings.count - 1) * quarter / 4]
                    Torture.tell(.soak, "\(holding)")
                }
                let warmUp = isLong ? holdings.count / 2 : 2
                let first = try #require(holdings.dropFirst(warmUp).first)
                let last = try #require(holdings.last)
                let grown = (last.memory - first.memory) * 1_024 / max(1, last.jobs - first.jobs)
                Torture.tell(
                    .soak,
                    "\(last.jobs) jobs: memory \(first.memory) KiB at job "
                        + "\(first.jobs), \(last.memory) KiB at the end, \(grown) bytes a job; "
                        + "descriptors \(first.descriptors), \(last.descriptors)")
                if isLong {
                    #expect(grown < Self.bytesOfAJob)
                } else {
                    #expect(last.jobs == Self.shortJobs)
                    #expect(last.memory - first.memory < Self.shortGrowth, "\(holdings)")
                }
                #expect(last.descriptors < first.descriptors + Self.descriptorSwing)
            }
        }
    }

    private enum WatchEnd {
        case time(Duration)
        case jobs(Int)

        /// How many jobs there are between two looks.
        var step: Int {
            switch self {
            case .time: 100
            case .jobs: 10
            }
        }

        func isReached(_ jobs: Int, since start: ContinuousClock.Instant) -> Bool {
            switch self {
            case .time(let time): ContinuousClock.now >= start + time
            case .jobs(let count): jobs >= count
            }
        }
    }

    /// Looks every few jobs.
    private static func watch(
        _ folder: String, _ baseURL: String, until end: WatchEnd
    ) async throws -> [Holding] {
        let start = ContinuousClock.now
        return try await Subprocess.run(
            .path(FilePath(Program.path)), arguments: ["run", "soak.veo"],
            environment: Program.environment(
                ["VEO_API_KEY": CrashScene.key, "VEO_BASE_URL": baseURL], home: folder),
            workingDirectory: FilePath(folder), input: .none, output: .sequence, error: .discarded
        ) { execution in
            var holdings: [Holding] = []
            var jobs = 0
            for try await line in execution.standardOutput.strings() where line.hasPrefix("saved") {
                jobs += 10
                guard jobs.isMultiple(of: end.step) else { continue }
                holdings.append(Holding(process: execution.processIdentifier, jobs: jobs))
                guard !end.isReached(jobs, since: start) else { break }
            }
            try execution.send(signal: .kill)
            return holdings
        }.closureResult
    }
}

extension VeoSimulator.Job {
    /// A task that fails gives its price back, a sync request does not.
    fileprivate var isCharged: Bool { !isAsync || failure == nil }
}
