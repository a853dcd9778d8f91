/// The errors that the gateway documents: wrapped in `error`; `type`, `code` and `param` are each
/// left out where its pages leave them out.
struct DocumentedErrors: ErrorShape {
    func answer(_ error: GatewayError, at route: Route, requestID: String) -> Answer {
        let words = Self.words(for: error)
        var members: [(String, JSON)] = [("message", .string(words.message))]
        for (name, value) in [
            ("type", words.type), ("param", words.param), ("code", words.code),
        ] {
            if let value { members.append((name, .string(value))) }
        }
        return Answer(status: words.status, .object([("error", .object(members))]))
    }

    static func words(for error: GatewayError) -> ErrorWords {
        switch error {
        case .badKey: .request(401, "Incorrect API key provided", code: "invalid_api_key")
        case .noMoney:
            ErrorWords(
                402, "Insufficient balance", type: "insufficient_quota",
                code: "insufficient_balance")
        case .noQuota: ErrorWords(403, "user [1] quota [0] preConsumedQuota [75000] is not enough")
        case .heavyLoad:
            ErrorWords(
                503, "We're under heavy load, please try again later", type: "server_error",
                code: "heavy_load")
        // The gateway's channel is saturated, in the words of its own family.
        case .tooManyRequests:
            ErrorWords(
                429, "当前分组上游负载已饱和，请稍后再试", type: "rix_api_error", param: "",
                code: "RateLimitReached")
        case .other(let status, let message, let code):
            ErrorWords(status, message, type: "server_error", code: code)
        case .missingModel, .unknownModel, .missingPrompt, .promptTooLong, .badCount, .badValue,
            .badType, .badMessage:
            wordsForFields(error)
        case .imagesNotSupported, .tooManyImages, .badImageFormat, .imageTooLarge,
            .imageNotFetched:
            wordsForImages(error)
        case .bodyTooLarge, .bodyTooSlow, .taskNotFound, .notCompleted, .stillRunning,
            .unknownRoute, .wrongMethod:
            wordsForRequests(error)
        }
    }

    private static func wordsForFields(_ error: GatewayError) -> ErrorWords {
        switch error {
        case .missingModel: .request(400, "model field is required", code: "missing_model")
        case .unknownModel(let name):
            .request(404, "The model '\(name)' does not exist", code: "model_not_found")
        case .missingPrompt: .request(400, "prompt is required", code: "invalid_request")
        case .promptTooLong: .request(400, "prompt is too long", code: "invalid_request")
        case .badCount: .request(400, "n must be between 1 and 4", code: "invalid_request")
        case .badValue(let value, let name, let allowed):
            .request(
                400, "Invalid value: '\(value)'. Supported values are: \(list(allowed)).",
                param: name, code: "invalid_value")
        case .badType(let name, let expected, let got):
            .request(
                400, "Invalid type for '\(name)': expected \(expected), but got \(got) instead.",
                param: name, code: "invalid_type")
        default: .request(400, "Invalid message format")
        }
    }

    private static func wordsForImages(_ error: GatewayError) -> ErrorWords {
        switch error {
        case .imagesNotSupported:
            ErrorWords(
                400, "This model does not support image input", code: "model_not_support_image")
        case .tooManyImages:
            .request(400, "At most 2 images are supported", code: "too_many_images")
        case .imageTooLarge:
            ErrorWords(400, "Image size exceeds limit", code: "image_too_large")
        case .imageNotFetched:
            ErrorWords(400, "Failed to fetch image", code: "image_fetch_failed")
        default: ErrorWords(400, "Unsupported image format", code: "invalid_image_format")
        }
    }

    private static func wordsForRequests(_ error: GatewayError) -> ErrorWords {
        switch error {
        case .bodyTooLarge: .request(413, "Request body too large")
        case .bodyTooSlow: .request(408, "The request body did not arrive in time")
        case .notCompleted(let word):
            .request(400, "Task is not completed yet, current status: \(word)")
        case .stillRunning: .request(409, "Task is still running")
        case .unknownRoute(let method, let path), .wrongMethod(let method, let path):
            .request(404, "Invalid URL (\(method) \(path))")
        default: .request(404, "Task not found")
        }
    }

    /// `'4', '8', and '12'`.
    private static func list(_ values: [String]) -> String {
        let quoted = values.map { "'\($0)'" }
        guard quoted.count > 1, let last = quoted.last else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ")
            + (quoted.count > 2 ? "," : "") + " and \(last)"
    }
}
