import AsyncHTTPClient
import NIOCore
import NIOPosix

/// The connections of the program: a few HTTP clients, chosen by what a request needs.
///
/// Two differences matter. A proxy is a property of a client, so each proxy has its own. And a
/// request that starts a job never travels on a connection that was used before: a reset of an
/// idle connection would look like a job that may be billed.
package struct HTTPTransport: Sendable {
    /// How many connections to one host are open at once at most. A hundred sync jobs hold a
    /// hundred; AsyncHTTPClient's own default of 8 makes the others time out.
    package static let maximumConnectionsPerHost = 256

    /// How long an unused connection is kept; shorter than servers keep theirs.
    static let idleTimeout = TimeAmount.seconds(15)
    /// The largest single read from a socket, in bytes; big reads make downloads cheap.
    static let readByteLimit = 128 * 1024

    private struct Lines: Sendable {
        let reusing: HTTPClient
        let fresh: HTTPClient
    }

    private let proxy: ProxySettings?
    private let direct: Lines
    private let proxied: [ProxySettings.Server: Lines]

    /// Makes the clients, runs the body and shuts them down, also when the body throws.
    package static func with<Result>(
        proxy: ProxySettings?,
        maximumConnections: Int = HTTPTransport.maximumConnectionsPerHost,
        deadlines: Deadlines = .standard,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (HTTPTransport) async throws -> Result
    ) async throws -> Result {
        let transport = HTTPTransport(
            proxy: proxy, maximumConnections: maximumConnections, connect: deadlines.connect)
        do {
            let result = try await body(transport)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    private init(proxy: ProxySettings?, maximumConnections: Int, connect: Duration) {
        func lines(through server: ProxySettings.Server?) -> Lines {
            var configuration = Self.configuration(
                maximumConnections: maximumConnections, connect: connect)
            configuration.proxy = server.map { server in
                .server(
                    host: server.host, port: server.port,
                    authorization: server.credentials.map {
                        .basic(username: $0.user, password: $0.password)
                    })
            }
            var single = configuration
            single.maximumUsesPerConnection = 1
            return Lines(
                reusing: HTTPClient(
                    eventLoopGroupProvider: .singleton, configuration: configuration),
                fresh: HTTPClient(eventLoopGroupProvider: .singleton, configuration: single))
        }
        self.proxy = proxy
        direct = lines(through: nil)
        proxied = Set([proxy?.https, proxy?.http].compactMap { $0 })
            .reduce(into: [:]) { $0[$1] = lines(through: $1) }
    }

    private static func configuration(
        maximumConnections: Int, connect: Duration
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            // Redirects are followed by hand, because the key must not follow them.
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connect)),
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool = .init(
            idleTimeout: idleTimeout,
            concurrentHTTP1ConnectionsPerHostSoftLimit: maximumConnections)
        // A failed connection is reported at once; the client has its own rules for retries.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.setOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 2_048, initial: 8_192, maximum: readByteLimit))
        }
        return configuration
    }

    /// The client for an address; `fresh` asks for a connection that nothing else used.
    func client(for origin: Origin, fresh: Bool) -> HTTPClient {
        let lines = proxy?.server(for: origin).flatMap { proxied[$0] } ?? direct
        return fresh ? lines.fresh : lines.reusing
    }

    private func shutdown() async {
        for lines in [direct] + Array(proxied.values) {
            // The only error is a client that is shut down already.
            try? await lines.reusing.shutdown()
            try? await lines.fresh.shutdown()
        }
    }
}
