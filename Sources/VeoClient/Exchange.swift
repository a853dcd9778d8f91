import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1

/// The head of an answer with its body still to be read.
struct OpenAnswer: Sendable {
    /// The most bytes of all header fields of an answer together.
    static let headerByteLimit = 64 * 1024

    let status: Int
    let headers: HTTPHeaders
    let body: HTTPClientResponse.Body
    /// Where it came from, after redirects.
    let url: String
    /// What the body is read from.
    let lines: HTTPLines

    var origin: Origin? { Origin(url: url) }

    /// The media type without its parameters, in lower case; empty when none was sent.
    var mediaType: String {
        (headers.first(name: "Content-Type") ?? "")
            .prefix { $0 != ";" }.trimmedBlanks.lowercased()
    }
}

/// A whole answer of the API.
struct Answer: Sendable {
    /// The largest body of an API answer, in bytes.
    static let byteLimit = JSONValue.byteLimit

    let status: Int
    let headers: HTTPHeaders
    let mediaType: String
    let bytes: [UInt8]
    /// Why no more came, where it broke off.
    var interruption: ClientError?
}

extension GatewayClient {
    /// How many redirects of one request are followed.
    static let redirectLimit = 5

    /// One try of an API request: sends it and reads the whole answer. A status other than 2xx is
    /// thrown as the error that it reports, unless `decides` finds that the answer counts all the
    /// same. Of a good answer to a create what came is given, also when it breaks off: it may name
    /// the job.
    func exchange(
        _ outgoing: OutgoingRequest, step: ClientError.Step, headLimit: Duration,
        wholeLimit limit: Duration, decides: (Answer) -> Bool = { _ in false }
    ) async throws(ClientError) -> Answer {
        let sending = StreamedBody.Progress()
        let received = ReceivedAnswer()
        do {
            let answer = try await configuration.pace.run {
                try passGate(step)
                // An answer that holds the video takes as long as a download.
                let video = InlineVideoSign()
                return try await withDeadline(
                    limit, extendedTo: configuration.deadlines.downloadWhole,
                    when: { video.isSeen }, on: configuration.clock,
                    reason: { "it took longer than \(limit.words)" }
                ) {
                    let open = try await send(
                        outgoing, step: step, headLimit: headLimit, sending: sending)
                    return try await collect(
                        open, limit: Answer.byteLimit, passingOver: video,
                        keeping: { received.keep($0) })
                }
            }
            guard (200..<300).contains(answer.status) || decides(answer) else {
                throw statusError(answer, step: step, prompt: outgoing.prompt)
            }
            return answer
        } catch {
            let failure = clientError(
                for: error, step: step, sending: outgoing.body.map { _ in sending })
            guard step == .create, failure.code != .cancelled, var part = received.answer,
                (200..<300).contains(part.status), !part.bytes.isEmpty
            else { throw failure }
            part.interruption = failure
            return part
        }
    }

    /// Sends a request and waits for the head of the answer. A download follows redirects: at
    /// most five, never from https to http, and never with the key, wherever they lead. No other
    /// request follows one.
    func send(
        _ outgoing: OutgoingRequest, step: ClientError.Step, headLimit: Duration,
        sending: StreamedBody.Progress = StreamedBody.Progress()
    ) async throws -> OpenAnswer {
        var url = outgoing.url
        var redirects = 0
        while true {
            let address = url
            let hops = redirects
            let answer = try await withDeadline(
                headLimit, on: configuration.clock,
                reason: { "no answer within \(headLimit.words)" }
            ) {
                try await execute(
                    outgoing, url: address, withKey: hops == 0, sending: sending)
            }
            guard [301, 302, 303, 307, 308].contains(answer.status), step == .download,
                let location = answer.headers.first(name: "Location")
            else { return answer }
            redirects += 1
            url = try redirectTarget(location, from: url, count: redirects, step: step)
        }
    }

    private func execute(
        _ outgoing: OutgoingRequest, url: String, withKey: Bool, sending: StreamedBody.Progress
    ) async throws -> OpenAnswer {
        guard let origin = Origin(url: url) else { throw HTTPClientError.invalidURL }
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: outgoing.method)
        for header in outgoing.headers {
            request.headers.add(name: header.name, value: header.value)
        }
        if withKey, let authorization = key.authorization(for: url) {
            request.headers.add(name: "Authorization", value: authorization)
        }
        if let body = outgoing.body {
            request.body = .stream(
                StreamedBody(body: body, progress: sending),
                length: .known(Int64(body.byteCount)))
        }
        let lines = try http.lines(for: origin)
        let client = outgoing.body == nil ? lines.reusing : lines.fresh
        let prepared = request
        let response = try await naming(origin) {
            do {
                return try await client.execute(prepared, deadline: .distantFuture)
            } catch  where origin.scheme == "https" {
                throw await CertificateProbe.explained(
                    error, origin: origin, isDirect: lines.isDirect, tls: lines.tls)
            }
        }
        let headerBytes = response.headers.reduce(0) {
            $0 + $1.name.utf8.count + $1.value.utf8.count
        }
        guard headerBytes <= OpenAnswer.headerByteLimit else {
            throw BodyTooLarge(what: "the head of the answer", limit: OpenAnswer.headerByteLimit)
        }
        return OpenAnswer(
            status: Int(response.status.code), headers: response.headers, body: response.body,
            url: url, lines: lines)
    }

    func redirectTarget(
        _ location: String, from url: String, count: Int, step: ClientError.Step
    ) throws(ClientError) -> String {
        func failure(_ message: String) -> ClientError {
            ClientError(
                code: .refused, step: step, message: message,
                advice: "the gateway or its storage is set up wrongly: report it there",
                delivery: step.refusedDelivery)
        }
        guard count <= Self.redirectLimit else {
            throw failure("more than \(Self.redirectLimit) redirects")
        }
        guard let target = resolve(location, against: url), let origin = Origin(url: target) else {
            throw failure(
                "a redirect leads to no web address: "
                    + secrets.visible(VideoLink.withoutQuery(location), limit: 120))
        }
        if secrets.contains(in: target) {
            throw failure("a redirect leads to an address with the key in it")
        }
        if url.lowercased().hasPrefix("https:"), origin.scheme != "https" {
            throw failure(
                "a redirect leads from https to plain http "
                    + "(\(secrets.visible(origin.host, limit: 120))), which is not followed")
        }
        return target
    }

    /// Unix seconds, for dates in headers.
    var now: Int { time(nil) }
}

/// A failure of the connection to an origin, which need not be the one of the base URL.
struct ConnectionFailure: Error {
    let origin: Origin?
    let underlying: any Error
}

/// Adds the origin to what the HTTP client throws.
func naming<Result>(
    _ origin: Origin?, isolation: isolated (any Actor)? = #isolation,
    _ operation: () async throws -> Result
) async throws -> Result {
    do {
        return try await operation()
    } catch let error as CancellationError {
        throw error
    } catch {
        throw ConnectionFailure(origin: origin, underlying: error)
    }
}

/// A body beyond its limit.
struct BodyTooLarge: Error {
    /// Such as "the answer".
    let what: String
    let limit: Int
}

/// True for bytes whose first visible one opens a tag.
func looksLikeHTML(_ bytes: [UInt8]) -> Bool {
    bytes.first { $0 > 0x20 && $0 != 0xef && $0 != 0xbb && $0 != 0xbf } == UInt8(ascii: "<")
}
