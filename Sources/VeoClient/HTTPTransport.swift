import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The connections of the program: a few HTTP clients, chosen by what a request needs.
///
/// Three differences matter. A proxy is a property of a client, so each proxy has its own. The name
/// in a certificate is checked for each new connection by a client that knows its one host. And a
/// request that starts a job never travels on a connection that was used before: a reset of an
/// idle connection would look like a job that may be billed.
package struct HTTPTransport: Sendable {
    /// How many connections to one host are open at once at most. A hundred sync jobs hold a
    /// hundred; AsyncHTTPClient's own default of 8 makes the others time out.
    package static let maximumConnectionsPerHost = 256
    /// How many hosts have clients at once. Videos may lie on other hosts for each job; the client
    /// that was not used for longest gives way, and what still reads from it reads on.
    static let hostLimit = 64

    /// How long an unused connection is kept; shorter than servers keep theirs.
    static let idleTimeout = TimeAmount.seconds(15)
    /// The largest single read from a socket, in bytes; big reads make downloads cheap.
    static let readByteLimit = 128 * 1024

    /// What one client is for.
    private struct Key: Hashable {
        let proxy: ProxySettings.Server?
        /// The host whose name a certificate must hold; nil for plain http.
        let host: String?
    }

    private struct State {
        var lines: [Key: HTTPLines] = [:]
        /// The keys, that used last at the end.
        var order: [Key] = []
        var tls: Result<TLSConfiguration, UnusableSetting>?
    }

    private final class Store: Sendable {
        let state = Mutex(State())
    }

    private let proxy: ProxySettings?
    private let roots: TrustedRoots
    private let maximumConnections: Int
    private let connect: Duration
    private let store = Store()

    /// Makes the clients, runs the body and shuts them down, also when the body throws.
    package static func with<Result>(
        proxy: ProxySettings?, roots: TrustedRoots = TrustedRoots(environment: [:]),
        maximumConnections: Int = HTTPTransport.maximumConnectionsPerHost,
        deadlines: Deadlines = .standard,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (HTTPTransport) async throws -> Result
    ) async throws -> Result {
        let transport = HTTPTransport(
            proxy: proxy, roots: roots, maximumConnections: maximumConnections,
            connect: deadlines.connect)
        do {
            let result = try await body(transport)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    private init(
        proxy: ProxySettings?, roots: TrustedRoots, maximumConnections: Int, connect: Duration
    ) {
        self.proxy = proxy
        self.roots = roots
        self.maximumConnections = maximumConnections
        self.connect = connect
    }

    /// Makes sure that the proxy and the certificates of this machine can be used for a gateway,
    /// before anything is sent.
    package func requireUsable(for baseURL: BaseURL) throws(UnusableSetting) {
        _ = try lines(for: baseURL.origin)
    }

    /// The clients for an address.
    func lines(for origin: Origin) throws(UnusableSetting) -> HTTPLines {
        let server = try proxy?.server(for: origin)
        let isSecure = origin.scheme == "https"
        let key = Key(proxy: server, host: isSecure ? origin.host : nil)
        return try store.state.withLock { state throws(UnusableSetting) in
            let tls = try isSecure ? self.tls(&state) : nil
            state.order.removeAll { $0 == key }
            state.order.append(key)
            if let known = state.lines[key] { return known }
            let made = HTTPLines(
                configuration: configuration(through: server, tls), host: key.host, tls: tls,
                isDirect: server == nil)
            state.lines[key] = made
            // What still uses the one that is dropped keeps it.
            if state.order.count > Self.hostLimit { state.lines[state.order.removeFirst()] = nil }
            return made
        }
    }

    /// The certificates are read when the first of them is needed.
    private func tls(_ state: inout State) throws(UnusableSetting) -> TLSConfiguration {
        if let known = state.tls { return try known.get() }
        let made: Result<TLSConfiguration, UnusableSetting>
        do throws(UnusableSetting) { made = .success(try roots.configuration()) } catch {
            made = .failure(error)
        }
        state.tls = made
        return try made.get()
    }

    private func configuration(
        through server: ProxySettings.Server?, _ tls: TLSConfiguration?
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            // Redirects are followed by hand, because the key must not follow them.
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connect)),
            // Answers are unpacked where their bytes are read: see ``AnswerBody``.
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool = .init(
            idleTimeout: Self.idleTimeout,
            concurrentHTTP1ConnectionsPerHostSoftLimit: maximumConnections)
        // A failed connection is reported at once; the client has its own rules for retries.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.proxy = server.map { server in
            .server(
                host: server.host, port: server.port,
                authorization: server.credentials.map {
                    .basic(username: $0.user, password: $0.password)
                })
        }
        return configuration
    }

    private func shutdown() async {
        let all = store.state.withLock { state in
            defer { state = State() }
            return Array(state.lines.values)
        }
        for lines in all { await lines.shutdown() }
    }
}

/// The two clients for one host: one whose connections are used again, and one whose are not.
final class HTTPLines: Sendable {
    let reusing: HTTPClient
    let fresh: HTTPClient
    let isDirect: Bool
    let tls: TLSConfiguration?
    private let isShutDown = Mutex(false)

    fileprivate init(
        configuration: HTTPClient.Configuration, host: String?, tls: TLSConfiguration?,
        isDirect: Bool
    ) {
        self.isDirect = isDirect
        self.tls = tls
        var configuration = configuration
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.flatSubmit {
                do {
                    if let host { try Self.requireName(host, of: channel) }
                    try EarlyAnswer.add(to: channel)
                } catch {
                    channel.close(promise: nil)
                    return channel.eventLoop.makeFailedFuture(error)
                }
                return channel.setOption(
                    .recvAllocator,
                    value: AdaptiveRecvByteBufferAllocator(
                        minimum: 2_048, initial: 8_192, maximum: HTTPTransport.readByteLimit))
            }
        }
        var single = configuration
        single.maximumUsesPerConnection = 1
        reusing = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        fresh = HTTPClient(eventLoopGroupProvider: .singleton, configuration: single)
    }

    /// The certificate of a connection that stands must name the host that was asked for.
    private static func requireName(_ host: String, of channel: any Channel) throws {
        let handler = try channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        guard let certificate = handler.peerCertificate,
            CertificateName.names(certificate, host: host)
        else { throw CertificateFailure.otherHost }
    }

    func shutdown() async {
        let isFirst = isShutDown.withLock { isDown in
            defer { isDown = true }
            return !isDown
        }
        guard isFirst else { return }
        // The only error is a client that is shut down already.
        try? await reusing.shutdown()
        try? await fresh.shutdown()
    }

    deinit {
        guard !isShutDown.withLock({ $0 }) else { return }
        let (reusing, fresh) = (reusing, fresh)
        Task {
            try? await reusing.shutdown()
            try? await fresh.shutdown()
        }
    }
}
