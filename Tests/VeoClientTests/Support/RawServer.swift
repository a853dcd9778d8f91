import NIOCore
import NIOPosix
import Synchronization

/// A request as the raw server read it.
struct RawRequest: Sendable {
    var method = ""
    var target = ""
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// What the raw server does with a connection, step by step; it closes after the last.
enum RawStep: Sendable {
    case send(String)
    case bytes([UInt8])
    /// Keeps the connection open and silent until the client leaves.
    case stall

    /// A whole answer with its length.
    static func answer(
        _ status: Int, _ body: String, type: String = "application/json",
        headers: [String] = []
    ) -> [RawStep] {
        answer(status, bytes: Array(body.utf8), type: type, headers: headers)
    }

    static func answer(
        _ status: Int, bytes: [UInt8], type: String, headers: [String] = [], length: Int? = nil
    ) -> [RawStep] {
        let lines =
            [
                "HTTP/1.1 \(status) X", "Connection: close", "Content-Type: \(type)",
                "Content-Length: \(length ?? bytes.count)",
            ] + headers
        return [.send(lines.joined(separator: "\r\n") + "\r\n\r\n"), .bytes(bytes)]
    }

    static func redirect(_ location: String) -> [RawStep] {
        answer(302, "", headers: ["Location: \(location)"])
    }

    /// The head of an event stream, whose end is the end of the connection.
    static let streamHead = RawStep.send(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\n")
}

/// A server that sends exactly the bytes it is told, for answers no decent server gives.
struct RawServer: Sendable {
    let port: Int
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[RawRequest]>([])
    }

    var origin: String { "http://127.0.0.1:\(port)" }
    /// Every request so far, in the order they were complete.
    var requests: [RawRequest] { log.requests.withLock { $0 } }

    /// Serves while the body runs. `respond` gets each request and its number, from 0.
    static func with<Result: Sendable>(
        _ respond: @escaping @Sendable (RawRequest, Int) -> [RawStep],
        _ body: @escaping @Sendable (RawServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 512)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        let server = RawServer(port: listener.channel.localAddress?.port ?? 0, log: Log())
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await listener.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { clients in
                        for try await connection in connections {
                            clients.addTask {
                                // A client that leaves early is part of the tests.
                                try? await server.serve(connection, respond)
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
            var received: [UInt8] = []
            var iterator = inbound.makeAsyncIterator()
            var request: RawRequest?
            while request == nil, let buffer = try await iterator.next() {
                received.append(contentsOf: buffer.readableBytesView)
                request = Self.parse(received)
            }
            guard let request else { return }
            let number = log.requests.withLock { requests in
                requests.append(request)
                return requests.count - 1
            }
            for step in respond(request, number) {
                switch step {
                // Written to the socket before the next step, so that closing loses nothing.
                case .send(let text):
                    try await connection.channel.writeAndFlush(ByteBuffer(string: text))
                case .bytes(let bytes):
                    try await connection.channel.writeAndFlush(ByteBuffer(bytes: bytes))
                case .stall: while try await iterator.next() != nil {}
                }
            }
        }
    }

    private static func parse(_ bytes: [UInt8]) -> RawRequest? {
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
        return request.body.count >= length ? request : nil
    }
}
