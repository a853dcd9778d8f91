/// OpenAI's errors: the four members are always there, and null where there is nothing to say.
struct OpenAIErrors: ErrorShape {
    func answer(_ error: GatewayError, at route: Route, requestID: String) -> Answer {
        let words = Self.words(for: error, at: route)
        func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
        return Answer(
            status: words.status,
            .object([
                (
                    "error",
                    .object([
                        ("message", .string(words.message)), ("type", text(words.type)),
                        ("param", text(words.param)), ("code", text(words.code)),
                    ])
                )
            ]))
    }

    private static func words(for error: GatewayError, at route: Route) -> ErrorWords {
        switch error {
        // The real message repeats a part of the key; this one does not.
        case .badKey: .request(401, "Incorrect API key provided.", code: "invalid_api_key")
        case .noMoney, .noQuota:
            ErrorWords(
                429,
                "You exceeded your current quota, please check your plan and billing details.",
                type: "insufficient_quota", code: "insufficient_quota")
        case .tooManyRequests:
            ErrorWords(
                429, "Rate limit reached for requests. Please try again later.",
                type: "requests", code: "rate_limit_exceeded")
        case .heavyLoad:
            ErrorWords(
                503, "The server is currently overloaded. Please try again later.",
                type: "server_error")
        case .unknownModel(let name):
            .request(
                404, "The model `\(name)` does not exist or you do not have access to it.",
                code: "model_not_found")
        case .missingModel: missing("model")
        case .missingPrompt: missing("prompt")
        case .promptTooLong:
            .request(
                400,
                "Invalid 'prompt': string too long. Expected a string with maximum length "
                    + "\(OrderRules.promptLimit).",
                param: "prompt", code: "string_above_max_length")
        case .badCount:
            .request(
                400, "Invalid 'n': integer out of range. Expected a value from 1 to 4.",
                param: "n", code: "integer_out_of_range")
        case .taskNotFound(let id): .request(404, "Video with id '\(id)' not found.")
        case .notCompleted:
            .request(400, "Video is not ready yet, use GET /v1/videos/{video_id} to check status.")
        case .stillRunning:
            .request(400, "Only videos that are completed or failed can be used here.")
        case .wrongMethod(let method, let path):
            .request(
                405,
                "Not allowed to \(method) on \(path). "
                    + "(HINT: Perhaps you meant to use a different HTTP method?)",
                code: "method_not_supported")
        case .badMessage:
            .request(400, "We could not parse the body of your request.")
        case .badValue, .badType, .imagesNotSupported, .tooManyImages, .badImageFormat,
            .imageTooLarge, .imageNotFetched, .bodyTooLarge, .bodyTooSlow, .unknownRoute, .other:
            common(error)
        }
    }

    private static func missing(_ name: String) -> ErrorWords {
        .request(
            400, "Missing required parameter: '\(name)'.", param: name,
            code: "missing_required_parameter")
    }

    /// What is said as elsewhere, but as an error of the request.
    private static func common(_ error: GatewayError) -> ErrorWords {
        var words = DocumentedErrors.words(for: error)
        words.type = words.type ?? "invalid_request_error"
        return words
    }
}
