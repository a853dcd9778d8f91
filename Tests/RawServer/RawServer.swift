import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization
import VeoSimulator

/// A server that sends exactly the bytes it is told, for answers no decent server gives.
package struct RawServer: Sendable {
    package let host: String
    package let port: Int
    private let isEarly: Bool
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[RawRequest]>([])
        let bytes = Mutex<[UInt8]>([])
    }

    package var origin: String { "http://\(host):\(port)" }
    /// Every request so far, in the order they were complete.
    package var requests: [RawRequest] { log.requests.withLock { $0 } }
    /// All that came, on whatever connection, also what is no whole request.
    package var received: [UInt8] { log.bytes.withLock { $0 } }

    /// Serves while the body runs. `respond` gets each request and its number, from 0.
    ///
    /// - Parameters:
    ///   - tls: the certificate and the key of a server that speaks TLS.
    ///   - isEarly: answers as soon as the head of a request has come.
    package static func with<Result: Sendable>(
        host: String = "127.0.0.1", port: Int = 0, tls: NIOSSLContext? = nil,
        isEarly: Bool = false,
        _ respond: @escaping @Sendable (RawRequest, Int) -> [RawStep],
        _ body: @escaping @Sendable (RawServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 512)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: tls))
                    }
                    return AcceptedConnection(
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                            wrappingChannelSynchronously: channel),
                        on: channel)
                }
            }
        let server = RawServer(
            host: host, port: listener.channel.localAddress?.port ?? 0, isEarly: isEarly,
            log: Log())
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await listener.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { clients in
                        for try await connection in connections {
                            clients.addTask {
                                // A client that leaves early is part of the tests.
                                try? await server.serve(connection.take(), respond)
                            }
                        }
                    }
                }
                return nil
            }
            group.addTask { try await body(server) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    private func serve(
        _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        _ respond: @escaping @Sendable (RawRequest, Int) -> [RawStep]
    ) async throws {
        try await connection.executeThenClose { inbound, _ in
            var iterator = inbound.makeAsyncIterator()
            var goesOn = true
            while goesOn, let request = try await read(&iterator) {
                goesOn = false
                let number = log.requests.withLock { requests in
                    requests.append(request)
                    return requests.count - 1
                }
                for step in respond(request, number) {
                    switch step {
                    case .next: goesOn = true
                    case .stall: while try await iterator.next() != nil {}
                    case .pause(let duration): try await Task.sleep(for: duration)
                    case .secure(let context, let opening):
                        let channel = connection.channel
                        try await channel.eventLoop.submit {
                            // At once: nothing may be read in between.
                            channel.writeAndFlush(ByteBuffer(string: opening), promise: nil)
                            try channel.pipeline.syncOperations.addHandler(
                                NIOSSLServerHandler(context: context), position: .first)
                        }.get()
                    case .send, .bytes, .endless, .drip: try await send(step, connection.channel)
                    }
                }
            }
        }
    }

    /// The next whole request; nil at the end of the connection.
    private func read(
        _ iterator: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws -> RawRequest? {
        var received: [UInt8] = []
        while let buffer = try await iterator.next() {
            received.append(contentsOf: buffer.readableBytesView)
            log.bytes.withLock { $0.append(contentsOf: buffer.readableBytesView) }
            // The greeting of TLS, which nobody here answers.
            if received.first == 0x16 { return nil }
            if let request = parse(received) { return request }
        }
        return nil
    }

    /// Sends what a step says, to the socket before the next step, so that closing loses nothing.
    private func send(_ step: RawStep, _ channel: any Channel) async throws {
        switch step {
        case .send(let text): try await channel.writeAndFlush(ByteBuffer(string: text))
        case .bytes(let bytes): try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
        case .endless(let bytes, let limit):
            let buffer = ByteBuffer(bytes: bytes)
            var sent = 0
            while sent < limit {
                try await channel.writeAndFlush(buffer)
                sent += bytes.count
            }
        case .drip(let bytes, let pause):
            let buffer = ByteBuffer(bytes: bytes)
            while true {
                try await channel.writeAndFlush(buffer)
                try await Task.sleep(for: pause)
            }
        case .next, .stall, .pause, .secure: break
        }
    }

    private func parse(_ bytes: [UInt8]) -> RawRequest? {
        guard let end = bytes.firstRange(of: [13, 10, 13, 10]) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        var request = RawRequest(method: String(words[0]), target: String(words[1]))
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            request.headers[line[..<colon].lowercased()] =
                String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        request.body = Array(bytes[end.upperBound...])
        let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
        return isEarly || request.body.count >= length ? request : nil
    }
}
