import HTTPTypes

/// What is wrong with a request, whatever words the profile has for it.
enum GatewayError: Error, Sendable, Equatable {
    case badKey
    case noMoney
    /// The account is empty, in the words of gateways that answer 403.
    case noQuota
    /// The body is not JSON, not a form, or not of the right shape.
    case badMessage
    case missingModel
    case unknownModel(String)
    case missingPrompt
    case promptTooLong
    /// `n` is not from 1 to 4.
    case badCount
    /// A value that is not among those allowed.
    case badValue(String, of: String, allowed: [String])
    /// A value of another type than the one expected.
    case badType(of: String, expected: String, got: String)
    case imagesNotSupported
    case tooManyImages
    case badImageFormat
    case imageTooLarge
    case imageNotFetched
    case bodyTooLarge
    /// The body did not come in time.
    case bodyTooSlow
    case taskNotFound(String)
    case notCompleted(status: String)
    /// The task still runs, so it cannot be deleted or remixed.
    case stillRunning
    case heavyLoad
    case tooManyRequests
    case unknownRoute(method: String, path: String)
    case wrongMethod(method: String, path: String)
    /// What a fault asks for beyond the errors of the gateway.
    case other(Int, message: String, code: String?)

    /// What the gateway would say with a status, and maybe a code, that a fault rule asks for.
    static func forced(_ status: Int, code: String? = nil) -> GatewayError {
        let phrase = HTTPResponse.Status(integerLiteral: status).reasonPhrase
        if code != nil { return .other(status, message: phrase, code: code) }
        return switch status {
        case 400: .badMessage
        case 401: .badKey
        case 402: .noMoney
        case 403: .noQuota
        case 404: .taskNotFound("")
        case 408: .bodyTooSlow
        case 413: .bodyTooLarge
        case 429: .tooManyRequests
        case 503: .heavyLoad
        default: .other(status, message: phrase, code: nil)
        }
    }

    /// `input_reference` was a text, such as a URL, where a file belongs.
    static let referenceIsNoFile = badType(
        of: "input_reference", expected: "a file", got: "a string")
}

/// The parts of an error; gateways of this family leave out what they have nothing for.
struct ErrorWords: Sendable {
    var status: Int
    var message: String
    var type: String?
    var param: String?
    var code: String?

    init(
        _ status: Int, _ message: String, type: String? = nil, param: String? = nil,
        code: String? = nil
    ) {
        self.status = status
        self.message = message
        self.type = type
        self.param = param
        self.code = code
    }

    /// An error of the request.
    static func request(
        _ status: Int, _ message: String, param: String? = nil, code: String? = nil
    ) -> ErrorWords {
        ErrorWords(status, message, type: "invalid_request_error", param: param, code: code)
    }
}
