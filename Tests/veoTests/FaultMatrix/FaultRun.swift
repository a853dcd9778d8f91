import FoundationEssentials
import Synchronization
import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession
@testable import veo

/// Runs a cell: a script in a session of this process, against a simulator behind a real socket.
struct FaultRun: Sendable {
    let cell: FaultCell

    /// What the session told.
    private final class Log: Sendable {
        struct Said {
            /// Failures and warnings, as they came.
            var lines: [String] = []
            var retries: [String] = []
        }
        let said = Mutex(Said())

        func add(_ event: SessionEvent) {
            guard let sentence = EventText.sentence(event, color: false) else { return }
            said.withLock { said in
                switch event {
                case .changed(let job, _) where job.failure != nil: said.lines.append(sentence)
                case .retrying: said.retries.append(sentence)
                case .warning: said.lines.append(sentence)
                default: break
                }
            }
        }

        func add(_ diagnostic: Diagnostic) {
            let text = ([diagnostic.message] + diagnostic.help).joined(separator: " = help: ")
            said.withLock { $0.lines.append(text) }
        }
    }

    /// Milliseconds since 1970 when every cell begins.
    private static let start: Int64 = 1_800_000_000_000

    func outcome() async throws -> FaultOutcome {
        var configuration = SimulatorConfiguration()
        // Slow enough that nothing expires while a busy machine runs the cell.
        configuration.speed = 100
        configuration.generationTime = .milliseconds(1)...(.milliseconds(1))
        configuration.faults = try cell.rules.map {
            try FaultRule(parsing: $0)
        }
        return try await Simulator.with(configuration) { simulator in
            try await TemporaryFolder.with { folder in
                try await outcome(of: simulator, in: folder)
            }
        }
    }

    private func outcome(
        of simulator: Simulator, in folder: String
    ) async throws -> FaultOutcome {
        let log = Log()
        let clock = MatrixClock(striking: cell.deadline) {
            let journal = await simulator.journal()
            return MatrixClock.Faults(
                count: journal.count(where: cell.isFault),
                isLast: journal.last.map(cell.isFault) ?? false)
        }
        let end = try await session(simulator, clock, folder, log) { session in
            let exitCode = try await run(session, folder: folder, log)
            return (job: try #require(await session.ownJobs.first), exitCode: exitCode)
        }
        let journal = await simulator.journal()
        let ledger = await simulator.ledger()
        let billed = ledger.charged + ledger.held
        let videos = await simulator.jobs().map(simulator.video)
        let state = try check(end.job, billed: billed, videos, in: folder)
        let step = cell.step == .upload ? FaultRule.Step.create : cell.step
        return FaultOutcome(
            state: state, creates: journal.count { $0.step == .create || $0.step == .chat },
            requests: journal.count { $0.step == step }, billed: billed,
            exitCode: end.exitCode.rawValue, waited: clock.now.offset,
            said: said(log, folder: folder, simulator))
    }

    private func session<Result: Sendable>(
        _ simulator: Simulator, _ clock: MatrixClock, _ folder: String, _ log: Log,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let isNowhere = cell.isRefused && cell.step != .download
        let baseURL = try BaseURL(
            parsing: isNowhere ? FaultCell.nowhere + "/v1" : simulator.baseURL)
        return try await HTTPTransport.with(proxy: nil) { transport in
            var configuration = SessionConfiguration(
                kind: .script("cat.veo", path: nil), historyPath: nil,
                environment: ["VEO_API_KEY": "sk-test-1234567890"], transport: transport,
                now: { Self.start + DurationText.milliseconds(clock.now.offset) }, announce: log.add
            )
            configuration.retry = RetryPolicy(random: { 0.5 })
            configuration.deadlines = MatrixClock.deadlines
            configuration.silence += MatrixClock.silence
            configuration.clock = clock
            return try await Session.with(configuration) { session in
                await session.setDefault(.baseURL(baseURL))
                if isNowhere, cell.step == .status || cell.step == .content {
                    try await session.addKnownJob(cell.step == .status ? .queued : .completed)
                }
                return try await body(session)
            }
        }
    }

    /// Runs the script to its end, as `veo run` does.
    private func run(
        _ session: Session, folder: String, _ log: Log
    ) async throws -> VeoSession.ExitStatus {
        if cell.step == .upload {
            try Fixtures.place(["harbour.jpg"], in: folder)
            try FileManager.default.moveItem(
                atPath: "\(folder)/harbour.jpg", toPath: "\(folder)/start.jpg")
        }
        var script = cell.script(folder: folder)
        if await !session.ownJobs.isEmpty {
            script = "set out \(folder)/${job.name}.mp4\nwait\nsave\n"
        }
        let source = SourceFile(name: "cat.veo", bytes: Array(script.utf8))
        let checked = await ScriptChecker.check(
            Parser.parse(source, dialect: .file), origin: .file, state: await session.checkState)
        try #require(!checked.hasErrors, "\(checked.diagnostics)")
        var interpreter = Interpreter(
            session: session,
            output: Output(result: { _ in }, note: { _ in }, diagnostic: log.add), origin: .file)
        _ = try await interpreter.run(checked)
        try await session.waitUntilSent()
        guard interpreter.exitCode == .ok else { return interpreter.exitCode }
        return await session.exitCode
    }

    /// What must hold in every cell.
    private func check(
        _ job: Job, billed: Int, _ videos: [[UInt8]], in folder: String
    ) throws -> String {
        let files = Fixtures.files(in: folder).filter { $0 != "start.jpg" }
        // Never charged for more than the history knows, or calls unknown.
        #expect(
            billed <= job.cost.tenThousandths * 50 || cell.deniesVideo,
            "\(cell.title): \(billed) for \(job.cost)")
        #expect(job.state.isFinal, "\(cell.title): \(job.state)")
        guard job.isSaved else {
            // What may be the video is never thrown away.
            let isDoubtful = files == ["cat.doubtful.mp4"]
            #expect(files.isEmpty || isDoubtful, "\(cell.title): \(files)")
            if isDoubtful { return "completed, doubtful" }
            return job.state == .completed ? "completed, not saved" : job.state.rawValue
        }
        #expect(job.state == .completed)
        #expect(
            files.filter { $0 != "cat.doubtful.mp4" } == ["cat.json", "cat.mp4"], "\(cell.title)")
        let video = try Data(contentsOf: URL(filePath: "\(folder)/cat.mp4"))
        let isOne = videos.map { Data($0) }.contains { made in
            cell.padsVideo ? video.firstRange(of: made) != nil : video == made
        }
        #expect(Int64(video.count) == job.byteCount && isOne, "\(cell.title)")
        return "saved"
    }

    /// What is said at the end: the failure, or the first try that went wrong.
    private func said(_ log: Log, folder: String, _ simulator: Simulator) -> String {
        let said = log.said.withLock { $0 }
        let text = (said.lines.isEmpty ? Array(said.retries.prefix(1)) : said.lines)
            .joined(separator: "; then: ").replacing("\n = help: ", with: " = help: ")
        return text.replacing(folder, with: "FOLDER")
            .replacing("http://127.0.0.1:\(simulator.port)", with: "GATEWAY")
            .replacing("127.0.0.1:\(simulator.port)", with: "HOST:PORT")
            .replacing("localhost:\(simulator.port)", with: "localhost:PORT")
            .replacing(/\d{19}/, with: "SNOWFLAKE")
            .replacing(/"created_at":\d+/, with: "\"created_at\":SECONDS")
            .replacing(/video_[0-9a-f-]{36}/, with: "video_ID")
            .replacing(/flow\/[0-9a-f-]{36}/, with: "flow/ID")
            .replacing(#/^cat: /#, with: "")
    }
}

extension Session {
    /// A job of this session that the gateway is said to have taken.
    func addKnownJob(_ state: JobState) async throws {
        let now = configuration.now()
        var job = Job(
            number: 0, run: run, name: "cat", state: state, model: "veo-3.1-fast", mode: .async,
            prompt: "a cat", imageNames: [], requestHash: "", baseURL: settings.baseURL,
            isSimulated: false, price: Money(tenThousandths: 1_500), serverID: "video_1",
            createdAt: now, sentAt: now)
        if state.isFinal { job.endedAt = now }
        let added = try await history.add([job])
        keySources[added[0].number] = settings.keyFrom
        track(added[0])
        if !state.isFinal { starts.yield(added[0].number) }
    }
}
