import VeoClient
import VeoLanguage

/// Which key goes to which gateway.
extension Session {
    /// A client for a job of this session, with the source of the key that its submit froze. A key
    /// that was given for one gateway never goes to another.
    func client(for job: Job) async throws(RunFailure) -> GatewayClient {
        let source = keySources[job.number] ?? settings.keyFrom
        guard keySources[job.number] != nil || job.baseURL == settings.baseURL else {
            throw RunFailure(
                "job \(job.number) belongs to \(job.baseURL), not to \(settings.baseURL)",
                help: ["`set base-url \(job.baseURL)` first; the key goes there, too"],
                exitCode: .script)
        }
        return try await client(baseURL: job.baseURL, keySource: source) { notice in
            self.configuration.announce(.retrying(job, notice))
        } notify: { notice in
            self.configuration.announce(.warning("\(job.name): \(notice.words)"))
            if case .late = notice { Task { await self.noteLate(job.number) } }
        }
    }

    /// A client with the key that belongs to `baseURL`: the simulator's own key goes to the
    /// simulator alone, and the user's key never goes there.
    func client(
        baseURL: BaseURL, keySource: KeySource,
        report: @escaping @Sendable (RetryNotice) -> Void = { _ in },
        notify: @escaping @Sendable (ClientNotice) -> Void = { _ in }
    ) async throws(RunFailure) -> GatewayClient {
        let key: APIKey
        if let simulator = configuration.simulator, simulator.baseURL == baseURL {
            key = simulator.key
        } else {
            key = try await resolvedKey(keySource)
        }
        let gateway = GatewayConfiguration(
            baseURL: baseURL, key: key, retry: configuration.retry,
            deadlines: configuration.deadlines, clock: configuration.clock, budget: retryBudget,
            pace: pace(of: baseURL), gate: gate)
        return GatewayClient(
            http: configuration.transport, configuration: gateway, report: report,
            notify: notify)
    }

    /// All jobs of one gateway keep its limits together.
    private func pace(of baseURL: BaseURL) -> RequestPace {
        if let known = paces[baseURL.origin] { return known }
        let pace = RequestPace(
            baseURL.isLoopback ? .loopback : .gateway, clock: configuration.clock)
        paces[baseURL.origin] = pace
        return pace
    }

    /// The key is fetched once a source: a command may ask for a password each time.
    func resolvedKey(_ source: KeySource) async throws(RunFailure) -> APIKey {
        if let known = resolvedKeys[source] { return known }
        let key = try await keys.key(from: source)
        resolvedKeys[source] = key
        return key
    }
}
