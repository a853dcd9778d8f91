import Glibc
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Why a simulator could not start, and what to do about it.
package struct SimulatorError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String
    package var description: String { message }
}

/// A running gateway that answers as the real one was recorded, from its own types.
package struct Simulator: Sendable {
    /// The address it listens on.
    private let host: String
    /// The port it listens on.
    package let port: Int
    let gateway: Gateway
    let pictures: PictureStudio?
    let time: SimulatedTime

    /// What a client takes as the address of the API.
    package var baseURL: String {
        host.contains(":") ? "http://[\(host)]:\(port)/v1" : "http://\(host):\(port)/v1"
    }

    /// The latest requests in order, at most 20,000, and what failed tasks gave back; never with
    /// the key.
    package func journal() async -> [JournalEntry] {
        await gateway.entries(now: time.now())
    }

    /// The account as it stands now.
    package func ledger() async -> Ledger {
        await gateway.account(now: time.now()).ledger
    }

    /// Starts a gateway, runs `body` once connections are accepted, and stops the gateway when
    /// `body` ends, throws or is cancelled: open connections are cut.
    ///
    /// - Parameter clock: what time is made of; simulated time is `speed` times as fast.
    /// - Throws: `SimulatorError` if it cannot start, or the error of `body`.
    package static func with<R: Sendable>(
        _ configuration: SimulatorConfiguration,
        clock: some Clock<Duration> = ContinuousClock(),
        _ body: (Simulator) async throws -> R
    ) async throws -> R {
        try configuration.check()
        let time = SimulatedTime(
            clock: clock, speed: configuration.speed, unixStart: SimulatedTime.machineUnixTime)
        return try await PictureStudio.with(configuration.pictures, time: time) { pictures in
            try await serve(configuration, time: time, pictures: pictures, body)
        }
    }

    private static func serve<R: Sendable>(
        _ configuration: SimulatorConfiguration, time: SimulatedTime, pictures: PictureStudio?,
        _ body: (Simulator) async throws -> R
    ) async throws -> R {
        let gateway = Gateway(configuration: configuration)
        let videos = VideoLibrary(size: configuration.videoSize)
        let responder = GatewayResponder(
            gateway: gateway, time: time, key: configuration.key,
            dialect: configuration.profile.dialect,
            requestIDs: RequestIDs(
                seed: configuration.seed, shape: configuration.profile.dialect.requests),
            bodies: RequestBodies(patience: configuration.patience), videos: videos,
            pictures: pictures,
            page: SimulatorPage(
                facts: PageFacts(configuration), gateway: gateway, videos: videos,
                pictures: pictures, time: time,
                description: APIDescription(
                    profile: configuration.profile, hasFaults: !configuration.faults.isEmpty)))
        let (ports, announced) = AsyncStream<Int>.makeStream()
        let server = serviceGroup(responder, configuration) { announced.yield($0) }
        // Not a child task: cancelling it while it accepts a connection would drop that
        // connection in a state that NIO does not allow. It is awaited below in every case.
        let serving = Task {
            defer { announced.finish() }
            try await server.run()
        }
        var outcome: Result<R, any Error> = .failure(CancellationError())
        var hasStarted = false
        for await port in ports {
            hasStarted = true
            do {
                outcome = .success(
                    try await body(
                        Simulator(
                            host: configuration.host, port: port, gateway: gateway,
                            pictures: pictures, time: time)))
            } catch {
                outcome = .failure(error)
            }
            break
        }
        await server.triggerGracefulShutdown()
        do {
            try await serving.value
        } catch let error as IOError {
            throw SimulatorError(listening: configuration, error)
        } catch let error where !hasStarted && !(error is CancellationError) {
            // A name that is no address fails in more than one way.
            throw SimulatorError(
                message: "the simulator cannot listen on '\(configuration.host)': \(error); "
                    + "give an address of this machine, such as 127.0.0.1")
        } catch {
            // Open streams are cut after their grace: that is how a gateway ends here.
        }
        return try outcome.get()
    }
}

extension SimulatorError {
    fileprivate init(listening configuration: SimulatorConfiguration, _ error: IOError) {
        let reason = String(cString: strerror(error.errnoCode))
        self.init(
            message: "the simulator cannot listen on \(configuration.host):\(configuration.port): "
                + "\(reason); choose another port, or 0 for any free one")
    }
}

extension SimulatorConfiguration {
    /// Slowest pace: a second of simulated time then takes a quarter of an hour; and the fastest: a
    /// day takes less than a tenth of a second.
    static let speedLimits = 0.001...1_000_000.0

    func check() throws(SimulatorError) {
        guard Self.speedLimits.contains(speed) else {
            throw SimulatorError(
                message: "the simulator's speed is \(speed); give a number from "
                    + "\(Self.speedLimits.lowerBound) to \(Int(clamping: Self.speedLimits.upperBound))"
            )
        }
        guard (0...65_535).contains(port) else {
            throw SimulatorError(
                message: "\(port) is no TCP port; give a number from 0 to 65535")
        }
        let range = generationTime ?? .seconds(1)...(.seconds(1))
        guard range.lowerBound > .zero, range.upperBound < Job.lifetime else {
            throw SimulatorError(
                message: "the generation time must be above 0 and below 24 hours")
        }
    }
}
