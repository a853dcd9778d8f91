import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing
import VeoSimulator

@Suite struct LifetimeTests {
    private struct Stopped: Error {}

    /// At real pace no stream ends during a test, so whatever ends here was cut.
    private func slow() -> SimulatorConfiguration {
        var configuration = SimulatorConfiguration()
        configuration.speed = 1
        return configuration
    }

    private func openStream(_ simulator: Simulator) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: simulator.baseURL + "/chat/completions")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer sk-test")
        request.body = .bytes(
            ByteBuffer(
                string: """
                    {"model":"veo-3.1","stream":true,\
                    "messages":[{"role":"user","content":"A cat"}]}
                    """))
        let response = try await HTTPClient.shared.execute(request, timeout: .minutes(5))
        #expect(response.status == .ok)
        return response
    }

    @Test(.timeLimit(.minutes(5))) func openStreamsAreCutAtTheEnd() async throws {
        let response = try await Simulator.with(slow()) { simulator in
            try await openStream(simulator)
        }
        await #expect(throws: (any Error).self) {
            for try await _ in response.body {}
        }
    }

    /// Connections go on to come while it stops; none of them may end the process.
    @Test(.timeLimit(.minutes(5))) func connectionsThatComeTooLateAreClosed() async throws {
        for _ in 0..<20 {
            let callers = try await Simulator.with(slow()) { simulator in
                let port = simulator.port
                return (0..<64).map { _ in
                    Task {
                        try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
                            .connect(host: "127.0.0.1", port: port).get()
                    }
                }
            }
            for caller in callers {
                // Refused, or taken and closed: each ends.
                try? await caller.value.closeFuture.get()
            }
        }
    }

    @Test(.timeLimit(.minutes(5))) func theErrorOfTheBodyComesThrough() async throws {
        await #expect(throws: Stopped.self) {
            try await Simulator.with(slow()) { simulator in
                _ = try await openStream(simulator)
                throw Stopped()
            }
        }
    }

    @Test(.timeLimit(.minutes(5))) func cancellationStopsTheServer() async throws {
        let (ports, announced) = AsyncStream<Int>.makeStream()
        let configuration = slow()
        let task = Task {
            try await Simulator.with(configuration) { simulator in
                announced.yield(simulator.port)
                try await Task.sleep(for: .seconds(3600))
            }
        }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        var next = slow()
        next.port = port
        let freed = try await Simulator.with(next) { $0.port }
        #expect(freed == port)
    }

    @Test(.timeLimit(.minutes(5))) func aTakenPortIsSaid() async throws {
        try await Simulator.with(slow()) { simulator in
            var configuration = SimulatorConfiguration()
            configuration.port = simulator.port
            let taken = configuration
            let error = await #expect(throws: SimulatorError.self) {
                try await Simulator.with(taken) { _ in }
            }
            #expect(
                error?.message == """
                    the simulator cannot listen on 127.0.0.1:\(simulator.port): \
                    Address already in use; choose another port, or 0 for any free one
                    """)
        }
    }

    @Test(.timeLimit(.minutes(5))) func aSyncClientThatLeavesHasPaid() async throws {
        try await Simulator.with(slow()) { simulator in
            do { _ = try await openStream(simulator) }
            #expect(await simulator.ledger().charged == 125_000)
        }
    }
}
