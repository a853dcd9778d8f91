import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

extension GatewayClient {
    /// The error of an answer with a status other than 2xx. `prompt` is what was sent: what the
    /// answer repeats of it decides nothing.
    func statusError(
        _ answer: Answer, step: ClientError.Step, from origin: Origin? = nil, prompt: String? = nil
    ) -> ClientError {
        let document = JSONDocument(answer.bytes)
        let reported = document.flatMap { document in
            APIFailure(body: document.value)
                ?? APIFailure(value: document.value).flatMap { $0.message.isEmpty ? nil : $0 }
        }
        let error = apiError(
            status: answer.status, headers: answer.headers,
            reported ?? APIFailure(message: ""), step: step, from: origin, prompt: prompt)
        return document.map { minding(taskIn: $0.value, error, isGood: false) } ?? error
    }

    /// The error inside a good answer. A code of a refusal in it means what such a status means.
    func insideError(
        _ failure: APIFailure, in body: JSONValue, status: Int, headers: HTTPHeaders,
        step: ClientError.Step, prompt: String? = nil
    ) -> ClientError {
        let error = apiError(
            status: failure.refusalStatus ?? status, answered: status, headers: headers, failure,
            step: step, prompt: prompt)
        return minding(taskIn: body, error, isGood: true)
    }

    /// The gateway, or another host that a video is fetched from.
    private func name(of origin: Origin?) -> String {
        guard let origin, origin != configuration.baseURL.origin else { return "the gateway" }
        return TextFilter.visible("\(origin.host):\(origin.port)", limit: 120)
    }

    /// The error for a status and what the API said with it. `answered` is the status of the
    /// answer where the one that counts stood inside.
    func apiError(
        status: Int, answered: Int? = nil, headers: HTTPHeaders, _ failure: APIFailure,
        step: ClientError.Step, from origin: Origin? = nil, prompt: String? = nil
    ) -> ClientError {
        var message = "\(name(of: origin)) answered \(answered ?? status)"
        let said = secrets.visible(failure.message)
        let code = failure.code.map { secrets.visible($0, limit: APIFailure.wordLimit) }
        if !said.isEmpty { message += ": \(said)" }
        if let code, !said.contains(code) { message += " (\(code))" }
        if said.isEmpty, code == nil, let phrase = Self.phrases[status] {
            message += " (\(phrase))"
        }
        if (300..<400).contains(status), let target = headers.first(name: "Location") {
            message +=
                ", a redirect to \(secrets.visible(VideoLink.withoutQuery(target), limit: 120))"
        }
        let failure = failure.withoutEcho(of: prompt)
        let isRefusal = FailureAdvice.isRefusal(failure)
        let isRate =
            !FailureAdvice.isContentPolicy(failure) && ![402, 408, 499].contains(status)
            && (400..<500).contains(status)
            && FailureAdvice.isRate(failure)
        let delivery = RetryTable.delivery(
            of: isRate
                ? .tooManyRequests
                : RequestFault(
                    status: status, apiCode: failure.code,
                    isQuota: FailureAdvice.isQuota(failure, status: status),
                    isRefusal: isRefusal),
            step: step)
        let retryAfter = RetryAfter.wish(in: headers, now: now)
        var error = ClientError(
            code: isRate ? .rateLimited : Self.code(status: status, failure: failure), step: step,
            httpStatus: status,
            apiCode: code, message: message,
            advice: delivery == .unknown
                ? ClientError.Step.unknownAdvice
                : FailureAdvice.text(status: status, failure: failure, step: step),
            delivery: delivery, retryAfter: retryAfter)
        error.isKnownRefusal = isRefusal
        return error
    }

    private static let phrases = [
        303: "see other", 400: "bad request", 401: "unauthorized", 402: "payment required",
        403: "forbidden",
        404: "not found", 405: "method not allowed", 408: "request timeout", 409: "conflict",
        410: "gone", 413: "content too large", 422: "unprocessable content",
        429: "too many requests", 499: "client closed request", 500: "internal server error",
        501: "not implemented",
        502: "bad gateway", 503: "service unavailable", 504: "gateway timeout",
    ]

    private static func code(status: Int, failure: APIFailure) -> ClientError.Code {
        if FailureAdvice.isQuota(failure, status: status) { return .paymentRequired }
        if failure.code == "task_not_exist" { return .notFound }
        return switch status {
        case 401: .invalidKey
        case 402: .paymentRequired
        case 403: .forbidden
        case 404, 410: .notFound
        case 429: .rateLimited
        case 300..<500: .refused
        case 500...: .serverError
        // An error inside a good status.
        default: .refused
        }
    }

    /// The one place where foreign errors become errors of this client. `sending` is given for a
    /// request with a body.
    func clientError(
        for error: any Error, step: ClientError.Step, sending: StreamedBody.Progress?
    ) -> ClientError {
        if let error = error as? ClientError { return error }
        let origin = (error as? ConnectionFailure)?.origin ?? configuration.baseURL.origin
        let error = (error as? ConnectionFailure)?.underlying ?? error
        let left = sending.map { $0.hasBegun && !$0.isBroken } ?? false
        let delivery = left ? step.interruptedDelivery : step.unsentDelivery
        func failure(
            _ code: ClientError.Code, _ message: String, _ advice: String = ""
        ) -> ClientError {
            ClientError(
                code: code, step: step, message: message,
                advice: delivery == .unknown ? ClientError.Step.unknownAdvice : advice,
                delivery: delivery)
        }
        let host = TextFilter.visible("\(origin.host):\(origin.port)", limit: 120)
        switch error {
        case let error as EventStreamLimit:
            return failure(.tooLarge, error.reason)
        case let error as DeadlineReached:
            return failure(
                .timeout, "\(step.phrase) timed out: \(error.reason)", "try again later")
        case is CancellationError:
            return failure(.cancelled, "\(step.phrase) was cancelled")
        case let error as BodyTooLarge:
            return failure(
                .tooLarge, "\(error.what) is larger than \(grouped(error.limit)) bytes",
                step == .download ? "try again later" : Self.checkAddress)
        case let error as UnusableSetting:
            return failure(.setting, error.message, error.help)
        case let error as CertificateFailure:
            return failure(
                .certificate, "the certificate of \(host) is not trusted: \(error.reason)",
                error.advice)
        case UnpackingFailure.bomb:
            return failure(
                .tooLarge,
                "the answer unpacks to more than \(Inflater.ratioLimit) times its size",
                Self.checkAddress)
        case UnpackingFailure.damaged:
            return failure(.badAnswer, "the answer is packed, and damaged", "try again later")
        case let error as UnreadableCoding:
            return failure(
                .badAnswer,
                "the answer is packed as '\(secrets.visible(error.name, limit: 40))', which nobody "
                    + "asked for and which is not read", "report it to the gateway")
        case let error as ImageChanged:
            return failure(
                .file(0),
                "'\(TextFilter.visible(error.path, limit: 200))' could not be sent: \(error.reason)",
                "nothing was started; give the image again")
        case let error as FileFailure:
            return error.clientError(step: step)
        case let error as HTTPClientError:
            return transportFailure(error, host: host, make: failure)
        case let error as NIOConnectionError:
            return failure(
                .connection,
                "no connection to \(TextFilter.visible(error.host, limit: 120)):\(error.port): "
                    + Self.reason(of: error),
                "check the network, the proxy settings and base-url")
        case let error as IOError:
            let refused = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode)
            return failure(
                .connection,
                (refused ? "no connection to \(host): " : "the connection to \(host) broke: ")
                    + systemMessage(error.errnoCode),
                refused ? "check the network, the proxy settings and base-url" : "try again later")
        case HTTPParserError.headerOverflow:
            return failure(
                .tooLarge, "\(host) sends more header fields than are read", Self.checkAddress)
        case HTTPParserError.invalidEOFState:
            return failure(.connection, Self.closed(host), "try again later")
        case is HTTPParserError:
            return failure(
                .connection, "\(host) does not answer in good HTTP", Self.checkAddress)
        default:
            if let words = CertificateProbe.words(error) {
                return failure(
                    .connection, "no secure connection to \(host): \(words)",
                    "check the network, the proxy settings and base-url")
            }
            return failure(
                .connection,
                "the connection to \(host) failed: \(secrets.visible("\(error)", limit: 200))",
                "check the network and the certificates of this machine")
        }
    }

    private static let checkAddress = "check that base-url is the address of the API"

    private static func closed(_ host: String) -> String {
        "the connection to \(host) was closed before the answer was complete"
    }

    private func transportFailure(
        _ error: HTTPClientError, host: String,
        make failure: (ClientError.Code, String, String) -> ClientError
    ) -> ClientError {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout,
            .getConnectionFromPoolTimeout:
            return failure(
                .timeout,
                "no connection to \(host) within \(configuration.deadlines.connect.words)",
                "check the network, the proxy settings and base-url")
        case .proxyAuthenticationRequired:
            return failure(
                .connection, "the proxy wants a user name and a password",
                "write them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT")
        case .invalidProxyResponse:
            return failure(
                .connection, "the proxy did not open a connection", "check HTTPS_PROXY")
        case .cancelled, .alreadyShutdown:
            return failure(.cancelled, "the request was cancelled", "")
        case .invalidURL, .emptyHost, .emptyScheme:
            return failure(.refused, "the address cannot be used", "check base-url")
        case .remoteConnectionClosed:
            return failure(.connection, Self.closed(host), "try again later")
        default:
            return failure(
                .connection,
                "the connection to \(host) broke: \(error.shortDescription)", "try again later")
        }
    }

    private static func reason(of error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.last {
            if let system = failure.error as? IOError { return systemMessage(system.errnoCode) }
            if failure.error is ChannelError { return "no answer in time" }
        }
        if error.dnsAError != nil || error.dnsAAAAError != nil { return "the name is unknown" }
        return "it was refused"
    }
}
