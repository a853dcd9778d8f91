package import VeoClient

/// All that a session takes from outside, made in one place by the program.
package struct SessionConfiguration: Sendable {
    package var kind: RunKind
    /// `nil` keeps the history in memory.
    package var historyPath: String?
    /// The gateway that this program runs itself, with the key that only it takes.
    package var simulator: (baseURL: BaseURL, key: APIKey)?
    /// Hosts that may be spoken to over plain http although they are not on loopback.
    package var plainHTTPHosts: Set<String> = []
    package var environment: [String: String]
    /// The names of the environment that `${env.NAME}` may show.
    package var sharedEnvironment: Set<String> = []
    /// What the caller gives the parameters of a script.
    package var parameters: [String: String] = [:]
    /// Nothing is sent, saved or written down: what would be sent is announced.
    package var isDryRun = false
    /// What the caller allows the script and its earlier runs to spend, whatever its own `budget`.
    package var budgetLimit: Money?
    /// Jobs that this run may buy at most; the rest is left for the next one.
    package var newJobLimit: Int?
    package var retryFailed = RetryFailed.whatIsFree
    package var transport: HTTPTransport
    package var retry = RetryPolicy.standard
    package var deadlines = Deadlines.standard
    /// How long a job is asked for whose status cannot be had, before touch with it is lost.
    package var outagePatience = Duration.seconds(30 * 60)
    /// How long the answer to an async request may take before it is said that it is awaited; that
    /// to a sync one three times as long.
    package var silence = Duration.seconds(20)
    package var clock: any Clock<Duration> = ContinuousClock()
    /// Milliseconds since 1970.
    package var now: @Sendable () -> Int64
    /// Called in order, on no thread in particular; must not wait.
    package var announce: @Sendable (SessionEvent) -> Void

    package init(
        kind: RunKind, historyPath: String?, environment: [String: String],
        transport: HTTPTransport, now: @escaping @Sendable () -> Int64,
        announce: @escaping @Sendable (SessionEvent) -> Void
    ) {
        self.kind = kind
        self.historyPath = historyPath
        self.environment = environment
        self.transport = transport
        self.now = now
        self.announce = announce
    }
}
