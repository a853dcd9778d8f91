import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// Thrown where an answer must not be finished; the connection is closed already.
struct ConnectionCut: Error {}

/// Brings an answer to the client, with whatever goes wrong on the way.
struct Delivery: Sendable {
    let faults: AppliedFaults
    let channel: any Channel
    let time: SimulatedTime
    /// Path and query of the request.
    let target: String
    /// The profile's own body for an error.
    let refuse: @Sendable (GatewayError) -> Answer
    var isHead = false

    /// How many pieces a dripping body comes in, at most.
    private static let dripCount = 100

    func response(for answer: Answer) async throws -> Response {
        if faults.contains(.resetBefore) || faults.contains(.resetAfter) { return await reset() }
        if faults.contains(.noAnswer) {
            try await sleep(until: nil)
            throw ConnectionCut()
        }
        var answer = faulted(answer)
        if let stall, answer.pieces.count < 2 { try await sleep(until: time.now() + stall) }
        if drip != nil { answer.pieces = Self.drops(of: answer.pieces) }
        let length = announcedLength(of: answer)
        if isHead {
            answer.headers[.contentLength] = length.map(String.init)
            return Response(status: .init(integerLiteral: answer.status), headers: answer.headers)
        }
        if let date = answer.headers[.date] { try? await DateField.set(date, on: channel) }
        let pieces = answer.pieces
        let endsConnection = endsConnection(behind: answer)
        if endsConnection { answer.headers[.connection] = "close" }
        return Response(
            status: .init(integerLiteral: answer.status), headers: answer.headers,
            body: ResponseBody(contentLength: length) { writer in
                try await send(pieces, to: &writer, endsConnection: endsConnection)
            })
    }

    private var stall: Duration? {
        faults.first { if case .stall(let pause) = $0 { pause } else { nil } }
    }

    private var drip: Duration? {
        faults.first { if case .drip(let pause) = $0 { pause } else { nil } }
    }

    private var cut: FaultRule.Cut? {
        faults.first { if case .cut(let cut) = $0 { cut } else { nil } }
    }

    private var length: FaultRule.Length? {
        faults.first { if case .length(let length) = $0 { length } else { nil } }
    }

    /// Nil where the body comes in chunks, or where a rule has written the field itself.
    private func announcedLength(of answer: Answer) -> Int? {
        switch length {
        case .some(.none): nil
        case .more(let bytes)?: answer.length.addingReportingOverflow(bytes).partialValue
        case .less(let bytes)?: max(answer.length - bytes, 0)
        case .exactly(let bytes)?: bytes
        case nil where faults.contains(.body(.huge)) && answer.isVideo: Self.hugeVideoLength
        case nil: answer.isStream || answer.headers[.contentLength] != nil ? nil : answer.length
        }
    }

    /// Whether the connection is closed behind a body that comes whole.
    private func endsConnection(behind answer: Answer) -> Bool {
        switch length {
        case .more?, .less?, .exactly?: true
        case .some(.none): false
        case nil:
            faults.contains(.body(.huge)) && answer.isVideo
                || answer.headers[.contentLength] != nil
        }
    }

    private func send(
        _ pieces: [Answer.Piece], to writer: inout any ResponseBodyWriter, endsConnection: Bool
    ) async throws {
        var limit = Int.max
        if let cut { limit = cut.length(of: pieces.reduce(0) { $0 + $1.length }) }
        for (index, piece) in pieces.enumerated() {
            var pause = drip ?? .zero
            if let stall, pieces.count > 1, index == pieces.count / 2 { pause += stall }
            try await sleep(until: max(piece.time, time.now()) + pause)
            var buffer = piece.bytes()
            guard buffer.readableBytes <= limit else {
                try await writer.write(buffer.readSlice(length: limit) ?? ByteBuffer())
                try await end()
            }
            limit -= buffer.readableBytes
            try await writer.write(buffer)
        }
        if endsConnection { try await end() }
        try await writer.finish(nil)
    }

    /// Half-closing sends what is written first; the error then closes the rest.
    private func end() async throws -> Never {
        try? await channel.close(mode: .output).get()
        throw ConnectionCut()
    }

    /// The same bytes in many small pieces.
    private static func drops(of pieces: [Answer.Piece]) -> [Answer.Piece] {
        let total = pieces.reduce(0) { $0 + $1.length }
        let size = max(total / dripCount, 1)
        return pieces.flatMap { piece in
            stride(from: 0, to: piece.length, by: size).map { start in
                let length = min(size, piece.length - start)
                return Answer.Piece(time: piece.time, length: length) {
                    piece.bytes().getSlice(at: start, length: length) ?? ByteBuffer()
                }
            }
        }
    }

    /// Waits for a simulated instant, or for ever, but not longer than the client does.
    private func sleep(until instant: Duration?) async throws {
        if let instant, instant <= time.now() { return try await time.sleep(instant) }
        // A client that has left must be noticed, not only one that still reads.
        try? await channel.setOption(.allowRemoteHalfClosure, value: false).get()
        let (presence, leaving) = AsyncStream.makeStream(of: Never.self)
        channel.closeFuture.whenComplete { _ in leaving.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in presence {}
                throw ConnectionCut()
            }
            if let instant { group.addTask { try await time.sleep(instant) } }
            defer { group.cancelAll() }
            try await group.next()
        }
        try? await channel.setOption(.allowRemoteHalfClosure, value: true).get()
    }

    /// Closes the connection so that the client sees a reset (RFC 9293: closing with a linger time
    /// of zero sends RST), and gives a response that nobody will see.
    private func reset() async -> Response {
        if let options = channel as? any SocketOptionProvider {
            try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try? await channel.close().get()
        return Response(status: .ok, body: ResponseBody { _ in throw ConnectionCut() })
    }
}
