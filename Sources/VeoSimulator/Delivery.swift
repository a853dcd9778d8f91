import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// Thrown where an answer must not be finished; the connection is closed already.
struct ConnectionCut: Error {}

/// Brings an answer to the client, with whatever goes wrong on the way.
struct Delivery: Sendable {
    let fault: FaultRule.Kind?
    let channel: any Channel
    let time: SimulatedTime
    var isHead = false

    func response(for answer: Answer) async throws -> Response {
        var answer = answer
        switch fault {
        case .status(let code)?: answer = Answer(.forced(code))
        case .retryAfter(let seconds)?:
            answer = Answer(.tooManyRequests)
            answer.headers[.retryAfter] = String(seconds)
        case .redirect(let address)?:
            answer = Answer(status: 302, type: "text/plain", text: "")
            answer.headers[.location] = address
        case .body(let body)?: answer = Self.replace(body, in: answer)
        case .resetBefore?, .resetAfter?: return await reset()
        case .stall(let pause)? where answer.pieces.count < 2:
            try await time.sleep(time.now() + pause)
        default: break
        }
        let length = answer.isStream ? nil : answer.length
        if isHead {
            answer.headers[.contentLength] = length.map(String.init)
            return Response(status: .init(integerLiteral: answer.status), headers: answer.headers)
        }
        let pieces = answer.pieces
        return Response(
            status: .init(integerLiteral: answer.status), headers: answer.headers,
            body: ResponseBody(contentLength: length) { writer in
                try await send(pieces, to: &writer)
            })
    }

    private func send(
        _ pieces: [Answer.Piece], to writer: inout any ResponseBodyWriter
    ) async throws {
        var limit = Int.max
        if case .cut(let cut)? = fault {
            limit = cut.length(of: pieces.reduce(0) { $0 + $1.length })
        }
        var pause = Duration.zero
        for (index, piece) in pieces.enumerated() {
            if case .stall(let stall)? = fault, pieces.count > 1, index == pieces.count / 2 {
                pause = stall
            }
            try await time.sleep(max(piece.time, time.now()) + pause)
            pause = .zero
            var buffer = piece.bytes()
            guard buffer.readableBytes <= limit else {
                try await writer.write(buffer.readSlice(length: limit) ?? ByteBuffer())
                // Half-closing sends what is written first; the error then closes the rest.
                try? await channel.close(mode: .output).get()
                throw ConnectionCut()
            }
            limit -= buffer.readableBytes
            try await writer.write(buffer)
        }
        try await writer.finish(nil)
    }

    private static func replace(_ body: FaultRule.Body, in answer: Answer) -> Answer {
        var replaced: Answer
        switch body {
        case .html:
            replaced = Answer(
                status: 200, type: "text/html; charset=utf-8",
                text: "<!doctype html><html><head><title>Gateway</title></head>"
                    + "<body>It works.</body></html>\n")
        case .empty:
            replaced = answer
            replaced.pieces = []
            replaced.isStream = false
        case .truncated:
            replaced = answer
            var rest = answer.length / 2
            replaced.pieces = answer.pieces.compactMap { piece in
                guard rest > 0 else { return nil }
                let length = min(rest, piece.length)
                rest -= length
                return Answer.Piece(time: piece.time, length: length) {
                    var bytes = piece.bytes()
                    return bytes.readSlice(length: length) ?? ByteBuffer()
                }
            }
        }
        replaced.job = answer.job
        return replaced
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
