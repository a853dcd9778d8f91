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

    /// Every kind for every step that has it, in an order that follows from the seed, each for a
    /// job of its own, once or twice; the jobs lie between 1 and `count`.
    private static func faults(seed: UInt64) throws -> [FaultRule] {
        var random = SplitMix(state: seed)
        let numbers = (1...count).shuffled(using: &random).prefix(count / faultyShare)
        let rules = ["create", "status", "chat", "content", "download"].flatMap { step in
            kinds.map { "\(step):\($0)" }
        }.shuffled(using: &random).filter { (try? FaultRule(parsing: $0)) != nil }
            .prefix(Torture.isLong(.soak) ? .max : numbers.count)
        let times = Torture.isLong(.soak) ? "*2" : "*1"
        return try rules.enumerated().map { index, rule in
            let number = numbers[numbers.startIndex + index % numbers.count]
            // A failure is decided once.
            return try FaultRule(
                parsing: rule + "@\(number)" + (rule.contains(":fail") ? "" : times))
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

    /// What the gateway charged is never more than what the history knows or calls unknown, and
    /// every video that is completed is here, or its loss is told.
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
                    Set(states.keys).isSubset(of: ["completed", "failed", "unknown"]),
                    "seed \(seed): \(states)")
                let ledger = await simulator.ledger()
                let known = records.compactMap(\.cost).reduce(0, +)
                let charged = Double(ledger.charged + ledger.held) / 500_000
                Torture.tell(.soak, "charged $\(charged), known or unknown $\(known)")
                #expect(charged <= known + 0.000_1, "seed \(seed)")
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
    private static let bytesOfAJob = 8_192
    /// Descriptors that come and go with connections.
    private static let descriptorSwing = 24

    /// Short jobs, ten at a time: memory grows by what a job is, descriptors not at all.
    @Test(.enabled(if: Torture.isLong(.soak), "minutes; `Scripts/torture soak` runs it"))
    func memoryAndDescriptorsAreFlat() async throws {
        let minutes = Torture.number("MINUTES", default: 20)
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
                let holdings = try await Self.watch(
                    folder, simulator.baseURL, for: .seconds(60 * minutes))
                for quarter in 0...4 {
                    let holding = holdings[(holdings.count - 1) * quarter / 4]
                    Torture.tell(.soak, "\(holding)")
                }
                let first = try #require(holdings.dropFirst(holdings.count / 2).first)
                let last = try #require(holdings.last)
                let grown = (last.memory - first.memory) * 1_024 / max(1, last.jobs - first.jobs)
                Torture.tell(
                    .soak,
                    "\(last.jobs) jobs in \(minutes) min: memory \(first.memory) KiB at job "
                        + "\(first.jobs), \(last.memory) KiB at the end, \(grown) bytes a job; "
                        + "descriptors \(first.descriptors), \(last.descriptors)")
                #expect(grown < Self.bytesOfAJob)
                #expect(last.descriptors < first.descriptors + Self.descriptorSwing)
            }
        }
    }

    /// Looks every hundred jobs, until the time is over.
    private static func watch(
        _ folder: String, _ baseURL: String, for time: Duration
    ) async throws -> [Holding] {
        let end = ContinuousClock.now + time
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
                guard jobs.isMultiple(of: 100) else { continue }
                holdings.append(Holding(process: execution.processIdentifier, jobs: jobs))
                guard ContinuousClock.now < end else { break }
            }
            try execution.send(signal: .kill)
            return holdings
        }.closureResult
    }
}
