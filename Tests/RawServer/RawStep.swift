package import NIOSSL

/// A request as the raw server read it.
package struct RawRequest: Sendable {
    package var method = ""
    package var target = ""
    /// Names in lower case.
    package var headers: [String: String] = [:]
    package var body: [UInt8] = []

    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// What the raw server does with a connection, step by step; it closes after the last.
package enum RawStep: Sendable {
    case send(String)
    case bytes([UInt8])
    case pause(Duration)
    /// Goes on with the next request on the same connection.
    case next
    /// Keeps the connection open and silent until the client leaves.
    case stall
    /// Sends the text and speaks TLS from there on, as a proxy does behind a `CONNECT`.
    case secure(NIOSSLContext, behind: String)
    /// Sends the bytes again and again until the client leaves, or has got so many in all.
    case endless([UInt8], limit: Int = 1 << 30)
    /// Sends the bytes again and again, with a pause in between.
    case drip([UInt8], every: Duration)

    /// A whole answer with its length.
    package static func answer(
        _ status: Int, _ body: String, type: String = "application/json",
        headers: [String] = []
    ) -> [RawStep] {
        answer(status, bytes: Array(body.utf8), type: type, headers: headers)
    }

    package static func answer(
        _ status: Int, bytes: [UInt8], type: String, headers: [String] = [], length: Int? = nil
    ) -> [RawStep] {
        let lines =
            [
                "HTTP/1.1 \(status) X", "Connection: close", "Content-Type: \(type)",
                "Content-Length: \(length ?? bytes.count)",
            ] + headers
        return [.send(lines.joined(separator: "\r\n") + "\r\n\r\n"), .bytes(bytes)]
    }

    package static func redirect(_ location: String) -> [RawStep] {
        answer(302, "", headers: ["Location: \(location)"])
    }

    /// The head of an event stream, whose end is the end of the connection.
    package static let streamHead = RawStep.send(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\n")
}
