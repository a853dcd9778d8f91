import FoundationEssentials
import Glibc
import Synchronization
import Testing
import VeoClient
import VeoLanguage
import VeoSimulator

@testable import VeoSession

/// A folder that is gone after its use.
enum TemporaryFolder {
    static func with<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        var template = Array("/tmp/veo-session-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}

enum TestFile {
    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    static func text(_ path: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// A JPEG of 720 by 1280 grey pixels, as far as its headers say.
    static func writeImage(_ path: String) throws {
        let start: [UInt8] = [0xff, 0xd8]
        let frame: [UInt8] = [0xff, 0xc0, 0, 11, 8, 5, 0, 2, 0xd0, 1, 1, 0x11, 0]
        let scan: [UInt8] = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1]
        try Data(start + frame + scan + [0xff, 0xd9]).write(to: URL(filePath: path))
    }
}

/// What a session told, in order.
final class EventLog: Sendable {
    private let entries = Mutex<[SessionEvent]>([])
    /// Looks at the world at the moment at which something is told.
    private let look: @Sendable (SessionEvent) -> Void

    init(look: @Sendable @escaping (SessionEvent) -> Void = { _ in }) { self.look = look }

    func add(_ event: SessionEvent) {
        look(event)
        entries.withLock { $0.append(event) }
    }

    var all: [SessionEvent] { entries.withLock { $0 } }

    var warnings: [String] {
        all.compactMap { if case .warning(let text) = $0 { text } else { nil } }
    }

    var notices: [String] {
        all.compactMap { if case .notice(let text) = $0 { text } else { nil } }
    }

    /// The states of one job, in the order they were told.
    func states(of number: Int) -> [JobState] {
        all.compactMap { event in
            if case .changed(let job, _) = event, job.number == number { job.state } else { nil }
        }
    }
}

/// A session as tests open it: real sockets, a fresh history, short pauses between tries.
struct TestSession {
    static let key = "sk-test-0123456789"

    var kind = RunKind.script("test.veo", path: nil)
    var history: String?
    var environment = ["VEO_API_KEY": TestSession.key]
    var events = EventLog()
    /// Whether the gateway is the session's own simulator.
    var isSimulated = false
    /// Five tries and no more, unless a test is about an outage.
    var outagePatience = Duration.zero
    var silence: Duration?
    /// Set to let no pause take any time.
    var clock: PauselessClock?

    func run<Result: Sendable>(
        on simulator: Simulator, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        try await run(baseURL: simulator.baseURL, body)
    }

    func run<Result: Sendable>(
        baseURL text: String, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let baseURL = try BaseURL(parsing: text)
        let events = events
        let machineTime: @Sendable () -> Int64 = {
            Int64(clamping: Date().timeIntervalSince1970 * 1000)
        }
        let now = clock?.milliseconds ?? machineTime
        return try await HTTPTransport.with(proxy: nil) { transport in
            var configuration = SessionConfiguration(
                kind: kind, historyPath: history, environment: environment,
                transport: transport,
                now: now,
                announce: { events.add($0) })
            if let clock {
                configuration.clock = clock
                configuration.deadlines = PauselessClock.deadlines
                configuration.silence = .seconds(86_400)
            }
            if let silence { configuration.silence = silence }
            configuration.retry = RetryPolicy(
                tries: 3, baseDelay: .milliseconds(1), maximumDelay: .milliseconds(5),
                retryAfterLimit: .milliseconds(5), notReadyTries: 3,
                notReadyDelay: .milliseconds(1), confirmDelay: .milliseconds(10))
            configuration.outagePatience = outagePatience
            if isSimulated { configuration.simulator = (baseURL, try APIKey(Self.key)) }
            return try await Session.with(configuration) { session in
                await session.setDefault(.baseURL(baseURL))
                await session.setPrompt("a cat in a garden")
                return try await body(session)
            }
        }
    }
}

enum Gateway {
    /// A simulated gateway that makes a video in a tenth of a second or two: a short one at a
    /// moderate pace, because at a high one its day would pass on a busy machine.
    static func with<Result: Sendable>(
        faults: [String] = [], generation: Duration? = nil, key: String? = nil,
        _ body: @Sendable @escaping (Simulator) async throws -> Result
    ) async throws -> Result {
        var configuration = SimulatorConfiguration()
        configuration.speed = 200
        configuration.key = key
        configuration.faults = try faults.map(FaultRule.init(parsing:))
        configuration.generationTime = generation.map { $0...$0 } ?? .seconds(20)...(.seconds(40))
        return try await Simulator.with(configuration) { simulator in
            try await body(simulator)
        }
    }

    /// Longer than any test.
    static let endless = Duration.seconds(80_000)
}

extension Simulator {
    func count(_ step: FaultRule.Step) async -> Int {
        await journal().count { $0.step == step }
    }

    /// Returns when so many requests of a step have been seen.
    func seen(_ count: Int, _ step: FaultRule.Step) async throws {
        while await self.count(step) < count {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

extension Session {
    /// Returns when `condition` holds.
    func until(_ condition: @Sendable (isolated Session) -> Bool) async {
        let (key, changes) = observe()
        defer { stopObserving(key) }
        for await _ in changes where condition(self) { return }
    }

    func submitted(
        _ name: String? = nil, count: Int = 1, mode: Mode? = nil, text: String? = nil
    ) async throws -> [Job] {
        var order = SubmitOrder()
        order.name = name
        order.count = count
        order.mode = mode
        order.text = text
        return try await submit(order)
    }

    /// The jobs as they are after all of them have ended.
    @discardableResult
    func ended(_ jobs: [Job]) async throws -> [Job] {
        let numbers = jobs.map(\.number)
        let outcome = try await wait(for: numbers, any: false, timeout: .seconds(3_600))
        try #require(outcome.pending.isEmpty)
        return numbers.compactMap(job(number:))
    }

    func named(_ text: String) async throws -> [Job] {
        try await jobs(.name([.text(text)]), text: "@" + text)
    }
}

extension Template {
    /// A path template as it would be written.
    init(path text: String) {
        var segments: [Segment] = []
        var rest = Substring(text)
        while let start = rest.firstRange(of: "${job."),
            let end = rest[start.upperBound...].firstIndex(of: "}")
        {
            if start.lowerBound > rest.startIndex {
                segments.append(.text(String(rest[..<start.lowerBound])))
            }
            segments.append(
                .variable(
                    .init(
                        name: "job", field: String(rest[start.upperBound..<end]),
                        range: SourceRange(0, 0))))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { segments.append(.text(String(rest))) }
        self.init(segments: segments, range: SourceRange(0, 0))
    }
}

extension SaveOrder {
    init(_ path: String, _ ifExists: IfExists = .number, sidecar: Bool = true) {
        self.init(path: PathTemplate(Template(path: path)), ifExists: ifExists, sidecar: sidecar)
    }
}

extension Job {
    /// A job to change in tests.
    static func sample(_ change: (inout Job) -> Void = { _ in }) throws -> Job {
        var job = Job(
            number: 7, run: 1, name: "cat", state: .completed, model: "veo-3.1-fast",
            mode: .async, prompt: "a cat", imageNames: [], requestHash: "hash",
            baseURL: try BaseURL(parsing: "https://gateway.example/v1"), isSimulated: false,
            price: Money(tenThousandths: 1_500), createdAt: 1_700_000_000_000)
        job.sentAt = 1_700_000_001_000
        job.endedAt = 1_700_000_161_000
        change(&job)
        return job
    }
}

/// What a throwing call failed with.
func failure<Result>(
    isolation: isolated (any Actor)? = #isolation, of body: () async throws -> Result
) async -> RunFailure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? RunFailure
    }
}
