import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

extension Simulator {
    /// How long open answers may go on after the end before they are cut.
    private static let grace = Duration.milliseconds(200)
    /// Connections that may wait to be accepted.
    private static let backlog = 1024
    /// Most open connections; more wait until one ends.
    static let connectionLimit = 8_192

    /// The server as a service that can be asked to stop. No signal is trapped and nothing is
    /// logged.
    static func serviceGroup(
        _ responder: GatewayResponder, _ configuration: SimulatorConfiguration,
        announce: @Sendable @escaping (Int) -> Void
    ) -> ServiceGroup {
        let logger = Logger(label: "veo.simulator") { _ in SwiftLogNoOpLogHandler() }
        let port = configuration.port
        let application = Application(
            responder: responder,
            // Longer than a body may take, so that a slow one is told why it is cut.
            server: HTTPServerBuilder { responder in
                Connections(
                    http: HTTP1Channel(
                        responder: responder,
                        configuration: .init(
                            idleTimeout: TimeAmount(configuration.patience * 5 / 4))))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port), backlog: backlog,
                availableConnectionsDelegate: .maximum(connectionLimit, logger: logger)),
            onServerRunning: { announce($0.localAddress?.port ?? port) },
            logger: logger)
        var group = ServiceGroupConfiguration(services: [application], logger: logger)
        group.maximumGracefulShutdownDuration = grace
        return ServiceGroup(configuration: group)
    }

    /// Lets this process have as many open files as it may have at all: each connection is one.
    package static func raiseOpenFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
