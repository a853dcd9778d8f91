import HTTPTypes

/// An error as the gateway documents it. `type`, `code` and `param` are each optional there, so
/// they are here.
struct GatewayError: Error, Sendable {
    let status: Int
    let body: JSON

    init(_ status: Int, _ message: String, type: String? = nil, code: String? = nil) {
        var members: [(String, JSON)] = [("message", .string(message))]
        if let type { members.append(("type", .string(type))) }
        if let code { members.append(("code", .string(code))) }
        self.init(status: status, error: .object(members))
    }

    private init(status: Int, error: JSON) {
        self.status = status
        body = .object([("error", error)])
    }

    static let badKey = GatewayError(
        401, "Incorrect API key provided", type: "invalid_request_error", code: "invalid_api_key")
    static let noMoney = GatewayError(
        402, "Insufficient balance", type: "insufficient_quota", code: "insufficient_balance")
    static let badMessage = GatewayError(
        400, "Invalid message format", type: "invalid_request_error")
    static let missingModel = GatewayError(
        400, "model field is required", type: "invalid_request_error", code: "missing_model")
    static let missingPrompt = GatewayError(
        400, "prompt is required", type: "invalid_request_error", code: "invalid_request")
    static let badCount = GatewayError(
        400, "n must be between 1 and 4", type: "invalid_request_error", code: "invalid_request")
    static let imagesNotSupported = GatewayError(
        400, "This model does not support image input", code: "model_not_support_image")
    static let tooManyImages = GatewayError(
        400, "At most 2 images are supported", type: "invalid_request_error",
        code: "too_many_images")
    static let badImageFormat = GatewayError(
        400, "Unsupported image format", code: "invalid_image_format")
    static let imageTooLarge = GatewayError(
        400, "Image size exceeds limit", code: "image_too_large")
    static let imageNotFetched = GatewayError(
        400, "Failed to fetch image", code: "image_fetch_failed")
    static let bodyTooLarge = GatewayError(
        413, "Request body too large", type: "invalid_request_error")
    static let taskNotFound = GatewayError(
        404, "Task not found", type: "invalid_request_error")
    static let heavyLoad = GatewayError(
        503, "We're under heavy load, please try again later", type: "server_error",
        code: "heavy_load")

    /// `input_reference` was a text, such as a URL, where a file belongs.
    static let referenceIsNoFile = GatewayError(
        status: 400,
        error: .object([
            (
                "message",
                .string(
                    "Invalid type for 'input_reference': expected a file, "
                        + "but got a string instead.")
            ),
            ("type", .string("invalid_request_error")),
            ("param", .string("input_reference")),
            ("code", .string("invalid_type")),
        ]))

    /// The gateway's channel is saturated, in the words of its own family.
    static let tooManyRequests = GatewayError(
        status: 429,
        error: .object([
            ("message", .string("当前分组上游负载已饱和，请稍后再试")),
            ("type", .string("rix_api_error")),
            ("param", .string("")),
            ("code", .string("RateLimitReached")),
        ]))

    static func unknownModel(_ name: String) -> GatewayError {
        GatewayError(
            404, "The model '\(name.prefix(100))' does not exist", type: "invalid_request_error",
            code: "model_not_found")
    }

    static func notCompleted(status word: String) -> GatewayError {
        GatewayError(
            400, "Task is not completed yet, current status: \(word)",
            type: "invalid_request_error")
    }

    static func unknownRoute(method: String, path: String) -> GatewayError {
        GatewayError(
            404, "Invalid URL (\(method) \(path))", type: "invalid_request_error")
    }

    /// What the gateway would say with a status, and maybe a code, that a fault rule asks for.
    static func forced(_ status: Int, code: String? = nil) -> GatewayError {
        if let code {
            let phrase = HTTPResponse.Status(integerLiteral: status).reasonPhrase
            return GatewayError(status, phrase, type: "server_error", code: code)
        }
        return switch status {
        case 400: badMessage
        case 401: badKey
        case 402: noMoney
        case 403:
            GatewayError(403, "user [1] quota [0] preConsumedQuota [75000] is not enough")
        case 404: taskNotFound
        case 413: bodyTooLarge
        case 429: tooManyRequests
        case 503: heavyLoad
        default:
            GatewayError(
                status, HTTPResponse.Status(integerLiteral: status).reasonPhrase,
                type: "server_error")
        }
    }
}
