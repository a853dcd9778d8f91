import FoundationEssentials
import Glibc
import VeoClient
import VeoLanguage
import VeoSession
import VeoSimulator

/// The one place where live values are made: environment, clock, gateway, files.
enum Live {
    static let environment: [String: String] = {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if let equals = line.firstIndex(of: "=") {
                variables[String(line[..<equals])] = String(line[line.index(after: equals)...])
            }
            entry += 1
        }
        return variables
    }()

    private static let clock = RunClock(
        wall: Int64(clamping: Date().timeIntervalSince1970 * 1000), clock: ContinuousClock())

    /// Milliseconds since 1970, see ``RunClock``.
    static let now: @Sendable () -> Int64 = { clock.now }

    /// Whether a key is at hand without asking anybody for it.
    static var hasKey: Bool { !(environment["VEO_API_KEY"] ?? "").isEmpty }

    /// Opens everything that a session needs, runs `body` and closes it again.
    static func withSession<Result: Sendable>(
        _ kind: RunKind, _ options: SessionOptions, _ choices: RunChoices = RunChoices(),
        simulated: Bool, console: Console,
        _ body: @escaping @Sendable (Session, Set<Setting>) async throws -> Result
    ) async throws -> Result {
        try await HTTPTransport.with(
            proxy: ProxySettings(environment: environment),
            roots: TrustedRoots(environment: environment)
        ) { transport in
            var configuration = SessionConfiguration(
                kind: kind, historyPath: try historyPath(options), environment: environment,
                transport: transport, now: now, announce: { console.show($0) })
            configuration.plainHTTPHosts = Set(options.plainHTTPHosts)
            configuration.sharedEnvironment = Set(choices.sharedEnvironment)
            configuration.parameters = choices.parameters
            configuration.isDryRun = choices.isDryRun
            configuration.budgetLimit = choices.budget
            configuration.newJobLimit = choices.newJobLimit
            configuration.retryFailed = choices.retryFailed
            let ready = configuration
            guard simulated else {
                return try await open(ready, options, body)
            }
            return try await Simulator.with(simulation(options)) { simulator in
                var configuration = ready
                configuration.simulator = (
                    try BaseURL(parsing: simulator.baseURL), try APIKey(simulatorKey)
                )
                configuration.retry.confirmDelay =
                    configuration.retry.confirmDelay / options.speed
                configuration.retry.baseDelay = configuration.retry.baseDelay / options.speed
                configuration.retry.maximumDelay =
                    configuration.retry.maximumDelay / options.speed
                configuration.retry.notReadyDelay =
                    configuration.retry.notReadyDelay / options.speed
                return try await open(configuration, options, body)
            }
        }
    }

    private static func open<Result: Sendable>(
        _ configuration: SessionConfiguration, _ options: SessionOptions,
        _ body: (Session, Set<Setting>) async throws -> Result
    ) async throws -> Result {
        try await Session.with(configuration) { session in
            let pinned = try await pin(options, in: session)
            return try await body(session, pinned)
        }
    }

    /// A command-line option beats the environment, and both beat init.veo.
    private static func pin(
        _ options: SessionOptions, in session: Session
    ) async throws -> Set<Setting> {
        var pinned: Set<Setting> = []
        if hasKey { pinned.insert(.keyFrom) }
        guard !session.isSimulated else { return pinned.union([.baseURL]) }
        if let text = options.baseURL ?? environment["VEO_BASE_URL"], !text.isEmpty {
            if let key = environment["VEO_API_KEY"], !key.isEmpty, text.contains(key) {
                throw RunFailure(
                    "the base URL holds the API key: it would be written down with each job",
                    help: ["give the address alone; veo sends the key by itself"],
                    exitCode: .script)
            }
            do {
                let hosts = Set(options.plainHTTPHosts)
                await session.setDefault(
                    .baseURL(try BaseURL(parsing: text, plainHTTPHosts: hosts)))
            } catch {
                throw RunFailure(error.message, help: [error.help], exitCode: .script)
            }
            pinned.insert(.baseURL)
        }
        return pinned
    }

    private static func historyPath(_ options: SessionOptions) throws(RunFailure) -> String? {
        if options.history == "none" { return nil }
        if let history = options.history { return history }
        return try FileLocations(environment).history()
    }

    /// The simulator takes no other key, and this one opens nothing else.
    private static let simulatorKey = "sk-simulator"

    private static func simulation(_ options: SessionOptions) throws -> SimulatorConfiguration {
        var configuration = SimulatorConfiguration()
        configuration.speed = options.speed
        configuration.seed = options.seed
        configuration.key = simulatorKey
        configuration.faults = try options.faults.map(faultRule)
        configuration.pictures = try options.pictures.tool(environment)
        return configuration
    }

    static func faultRule(_ text: String) throws -> FaultRule {
        do { return try FaultRule(parsing: text) } catch {
            throw RunFailure(error.message, exitCode: .usage)
        }
    }
}
