import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// What a client of one gateway needs to know.
package struct GatewayConfiguration: Sendable {
    package var baseURL: BaseURL
    package var key: APIKey
    package var retry: RetryPolicy
    package var deadlines: Deadlines
    /// All waiting is done on this clock.
    package var clock: any Clock<Duration>
    /// The quick retries that all clients with this value share.
    package var budget: RetryBudget
    /// The pace that all clients with this value keep together.
    package var pace: RequestPace
    /// Closed, it lets no request leave that makes a job.
    package var gate: SendingGate

    package init(
        baseURL: BaseURL, key: APIKey, retry: RetryPolicy = .standard,
        deadlines: Deadlines = .standard, clock: any Clock<Duration> = ContinuousClock(),
        budget: RetryBudget? = nil, pace: RequestPace? = nil, gate: SendingGate = SendingGate()
    ) {
        self.baseURL = baseURL
        self.key = key
        self.retry = retry
        self.deadlines = deadlines
        self.clock = clock
        self.budget = budget ?? RetryBudget(tries: retry.tries)
        self.pace =
            pace ?? RequestPace(baseURL.isLoopback ? .loopback : .gateway, clock: clock)
        self.gate = gate
    }
}

/// The video API of one gateway: create, status, the sync generation and the download.
///
/// Every failure is a `ClientError` whose texts are safe to show and never hold the key.
package struct GatewayClient: Sendable {
    /// How this program names itself to servers.
    static let userAgent = "veo"

    let http: HTTPTransport
    let configuration: GatewayConfiguration
    let secrets: SecretFilter
    let key: OriginKey
    private let report: @Sendable (RetryNotice) -> Void
    let notify: @Sendable (ClientNotice) -> Void

    /// `report` hears of every failed try that is going to be repeated, `notify` of what else its
    /// user may want to know, once a call.
    package init(
        http: HTTPTransport, configuration: GatewayConfiguration,
        report: @escaping @Sendable (RetryNotice) -> Void = { _ in },
        notify: @escaping @Sendable (ClientNotice) -> Void = { _ in }
    ) {
        self.http = http
        self.configuration = configuration
        self.report = report
        self.notify = notify
        secrets = SecretFilter(configuration.key)
        key = OriginKey(configuration.key, for: configuration.baseURL)
    }

    /// Creates a task by the async API. After an error with delivery `.unknown` a task may exist
    /// and may be billed; the call is never repeated then.
    ///
    /// - Parameter tries: how often it is tried, where that is not the policy's to say.
    package func create(
        _ request: GenerationRequest, tries: Int? = nil
    ) async throws(ClientError) -> VideoTask {
        try await retrying(.create, tries: tries) { () async throws(ClientError) in
            try await createOnce(request)
        }
    }

    /// Asks for the state of a task, so often as `tries` says, or as the policy does.
    package func status(
        of id: String, tries: Int? = nil
    ) async throws(ClientError) -> VideoTask {
        try await retrying(.status, tries: tries) { () async throws(ClientError) in
            try await statusOnce(id)
        }
    }

    /// Repeats a step as the policy says, and tells of each repetition.
    func retrying<Result>(
        _ step: ClientError.Step, tries: Int? = nil,
        _ operation: () async throws(ClientError) -> Result
    ) async throws(ClientError) -> Result {
        let tries = tries ?? configuration.retry.tries
        var attempt = 1
        configuration.budget.noteCall(step)
        while true {
            var failure: ClientError
            do {
                return try await operation()
            } catch {
                failure = error
            }
            guard attempt < tries, RetryTable.repeats(failure) else {
                if attempt > 1 { failure.message += " (after \(attempt) tries)" }
                throw failure
            }
            try await pause(after: failure, attempt: attempt, step: step)
            attempt += 1
        }
    }

    private func pause(
        after failure: ClientError, attempt: Int, step: ClientError.Step
    ) async throws(ClientError) {
        let notice = retryNotice(after: failure, attempt: attempt)
        report(notice)
        try await sleep(notice.delay, step: step, delivery: failure.delivery)
    }

    /// The pause before the next try, as it is told. It takes a retry from the shared budget.
    ///
    /// - Parameter attempt: the number of the try that failed, from 1.
    package func retryNotice(after failure: ClientError, attempt: Int) -> RetryNotice {
        let policy = configuration.retry
        let delay = policy.delay(
            afterTry: attempt, retryAfter: failure.retryAfter,
            isWithinBudget: configuration.budget.takeRetry(failure.step))
        var reason = failure.message
        if let wish = failure.retryAfter {
            let limit = policy.retryAfterLimit
            reason +=
                wish > limit
                ? " (the server asks for \(wish.words); \(limit.words) is the limit)"
                : " (the server asks for \(wish.words))"
        }
        return RetryNotice(
            step: failure.step, attempt: attempt, of: policy.tries, delay: delay, reason: reason)
    }

    /// Waits on the clock of the configuration.
    func sleep(
        _ delay: Duration, step: ClientError.Step, delivery: ClientError.Delivery
    ) async throws(ClientError) {
        do {
            try await configuration.clock.sleep(for: delay)
        } catch {
            throw ClientError(
                code: .cancelled, step: step, message: "\(step.phrase) was cancelled",
                delivery: delivery)
        }
    }
}
