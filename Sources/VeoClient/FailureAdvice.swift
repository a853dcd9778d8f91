/// The advice that goes with an error of the API: by code first, then by status.
enum FailureAdvice {
    /// Codes and types of an empty account; they come with 402, 403 and 429.
    static let quotaWords = [
        "insufficient_quota", "insufficient_balance", "insufficient_credits",
        "insufficient_user_quota", "pre_consume_token_quota_failed", "quota_exceeded",
    ]

    /// What the message of an empty account says, in lower case.
    static let quotaPhrases = [
        "preconsumedquota", "insufficient balance", "insufficient quota", "insufficient credit",
        "not enough credit", "not enough balance", "balance is not enough", "余额不足", "额度不足",
        "欠费",
    ]

    /// Whether it is about the balance of the account: by its code or type; by what it says only
    /// where it is no fault of the server, nor about the request.
    static func isQuota(_ failure: APIFailure, status: Int? = nil) -> Bool {
        guard !isRate(failure) else { return false }
        let isNamed = [failure.code, failure.type].contains { word in
            word.map { quotaWords.contains($0.lowercased()) } ?? false
        }
        if isNamed { return true }
        guard (status ?? 0) < 500, !isOfRequest(failure) else { return false }
        let said = failure.message.lowercased()
        return quotaPhrases.contains { said.contains($0) }
    }

    /// Words of a filter, in a code or in a message.
    private static let contentWords = [
        "content_policy", "content policy", "content_violation", "content_filter",
        "public_error_", "audio_filtered", "unsafe_generation", "prominent_people",
        "safety_", "safety filter", "safety system", "safety polic", "safety guideline",
        "safety check", "safety setting", "safety reason", "safety concern", "safety standard",
        "safety violation",
    ]

    /// What a message may say that decides something.
    static let decidingWords = quotaPhrases + rateWords + contentWords + channelWords

    static func isContentPolicy(_ failure: APIFailure) -> Bool {
        let words = [failure.code, failure.type].compactMap { $0?.lowercased() }
        if words.contains(where: { $0.contains("safety") }) { return true }
        let text = (words + [failure.message.lowercased()]).joined(separator: " ")
        return contentWords.contains { text.contains($0) }
    }

    /// What a gateway says that has nobody to hand the request to: nothing was started.
    private static let channelWords = [
        "no available channel", "no channel available", "no channels available", "无可用渠道",
        "无可用的渠道",
    ]

    /// Types of errors that are about the request: nothing was started for it.
    private static let refusalTypes = [
        "invalid_request_error", "authentication_error", "permission_error", "content_violation",
    ]

    /// Codes that are about the request.
    private static let refusalCodes = [
        "invalid_api_key", "model_not_found", "missing_model", "model_not_support_image",
        "image_fetch_failed", "invalid_image_format", "image_too_large", "too_many_images",
        "invalid_request", "invalid_json", "invalid_multipart_form", "invalid_size",
        "model_price_error", "not_implemented", "task_not_exist", "invalid_request_error",
        "invalid_prompt", "invalid_parameter", "invalid_parameters", "invalid_params",
        "invalid_argument", "invalid_value", "invalid_image", "invalid_model", "bad_request",
    ]

    /// Whether code or type says that it is about the request: not about the moment, nor the account.
    private static func isOfRequest(_ failure: APIFailure) -> Bool {
        failure.type?.lowercased() == "invalid_request_error" || hasRefusalCode(failure)
    }

    static func hasRefusalCode(_ failure: APIFailure) -> Bool {
        failure.code.map { refusalCodes.contains($0.lowercased()) } ?? false
    }

    /// Whether it says that the request was not taken, whatever status it came with.
    static func isRefusal(_ failure: APIFailure) -> Bool {
        isContentPolicy(failure)
            || failure.type.map { refusalTypes.contains($0.lowercased()) } ?? false
            || hasRefusalCode(failure)
            || channelWords.contains { failure.message.lowercased().contains($0) }
    }

    static func text(status: Int?, failure: APIFailure, step: ClientError.Step?) -> String {
        let again = step?.startsJob ?? true ? "send it again" : "ask again"
        if isQuota(failure, status: status) { return topUp(step) }
        if isContentPolicy(failure) {
            let charge =
                step == .chat
                ? "and the sync API may charge for it all the same" : "normally at no charge"
            return "the content filter refused it, \(charge); reword the prompt or "
                + "change the image (an audio refusal often passes when it is sent again)"
        }
        if let code = failure.code, let advice = text(code: code, again: again, step: step) {
            return advice
        }
        return status.map { text(status: $0, again: again, step: step) } ?? ""
    }

    private static func topUp(_ step: ClientError.Step?) -> String {
        "top up the account of this key" + (step?.startsJob ?? true ? ", then send it again" : "")
    }

    private static func text(
        code: String, again: String, step: ClientError.Step?
    ) -> String? {
        switch code {
        case "task_not_exist", "TASK_NOT_FOUND":
            return "tasks and videos are kept for 24 hours only"
        case "heavy_load", "RateLimitReached", "RESOURCE_EXHAUSTED":
            return "wait a little, then \(again), with fewer jobs at once"
        case _ where step?.startsJob == false:
            // The others are about what a new job asks for.
            return nil
        case "model_not_found", "missing_model":
            return "this gateway does not serve the model to this key: choose another with "
                + "`set model`"
        case "model_not_support_image":
            return "choose a model whose name ends in -fl"
        case "image_fetch_failed":
            return "the gateway could not fetch the image: give it as a local file"
        case "invalid_image_format":
            return "give a JPEG, PNG or WebP file"
        case "image_too_large":
            return "give an image of at most 10 MB"
        default:
            return nil
        }
    }

    private static func text(status: Int, again: String, step: ClientError.Step?) -> String {
        let startsJob = step?.startsJob == true
        return switch status {
        case 400 where startsJob, 422 where startsJob: "`show request` shows what was sent"
        case 401: "check the API key (VEO_API_KEY)"
        case 402: topUp(step)
        case 403: "check what this key may do, and the balance of its account"
        // There is no task yet that could have expired.
        case 404, 410:
            startsJob
                ? "check base-url: the gateway has no such route there"
                : "tasks and videos are kept for 24 hours only; check the base URL too"
        case 405 where startsJob, 501 where startsJob:
            "check base-url: the gateway does not make videos there; the other `mode` may work"
        case 408, 504: "the gateway was too slow: try again later"
        case 413 where startsJob: "give smaller images"
        case 429: "wait a little, then \(again), with fewer jobs at once"
        case 300..<400: "set base-url to the address that the gateway moved to"
        case 500...: "the gateway has a fault of its own: try again later"
        default: ""
        }
    }
}
