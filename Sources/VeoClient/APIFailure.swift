/// An error as the API reports it, out of any of the shapes that gateways use.
package struct APIFailure: Sendable, Hashable {
    /// A machine-readable code such as `insufficient_balance`; nil when none was sent.
    package let code: String?
    /// The error class some gateways send beside the code.
    package let type: String?
    /// The sentence of the server; as it came, unless `visible` made this value.
    package let message: String

    package init(code: String? = nil, type: String? = nil, message: String) {
        self.code = code
        self.type = type
        self.message = message
    }

    /// The longest code or type that is shown, in Unicode scalars.
    static let wordLimit = 80

    /// The failure of a generation as it may be shown: the reason alone, all texts visible and
    /// without the key.
    func visible(_ secrets: SecretFilter) -> APIFailure {
        APIFailure(
            code: code.map { secrets.visible($0, limit: Self.wordLimit) },
            type: type.map { secrets.visible($0, limit: Self.wordLimit) },
            message: secrets.visible(FailureWords.reason(in: message)))
    }

    /// Whether a filter refused the text or the image, not the moment or the account.
    package var isContentRefusal: Bool { FailureAdvice.isContentPolicy(self) }

    /// What to do about a failed generation.
    package var advice: String { FailureAdvice.text(status: nil, failure: self, step: nil) }

    /// The messages in messages that are followed; some gateways wrap an upstream body.
    private static let nestingLimit = 3

    /// Reads the error of an answer body: wrapped in `error` or `errors`, the bare `code`/`message`
    /// of task routes, the envelopes of Google (also in a one-element list) and others, and
    /// `{"object":"error"}`. Nil when the body reports none.
    init?(body: JSONValue) {
        self.init(body: body, depth: 0)
    }

    /// Members with a code that need not be one of success.
    private static let codeNames = [
        "code", "status_code", "errcode", "errno", "error_code", "ret",
    ]

    private init?(body: JSONValue, depth: Int) {
        if let elements = body.array, elements.count == 1 {
            self.init(body: elements[0], depth: depth)
            return
        }
        let wrapped = (body["error"] ?? body["errors"]).flatMap {
            APIFailure(value: $0, depth: depth)
        }
        let part = (body["base_resp"] ?? body["response_metadata"]).flatMap { part in
            depth < Self.nestingLimit ? APIFailure(body: part, depth: depth + 1) : nil
        }
        if let found = [wrapped, part].compactMap({ $0 }).first(where: \.hasWords) {
            self = found
        } else if body["object"]?.text == "error" || body["success"] == .bool(false)
            || Self.hasFailureCode(body)
        {
            self.init(value: body, depth: depth)
        } else if let wrapped {
            self = wrapped
        } else {
            return nil
        }
    }

    /// Whether an envelope has a code, or the HTTP status, of a failure, and says so in words.
    private static func hasFailureCode(_ body: JSONValue) -> Bool {
        guard let message = message(in: body), !isSuccess(message) else { return false }
        if let code = codeNames.lazy.compactMap({ body[$0]?.scalarText }).first {
            let state = TaskStatus(word: code)
            return !isSuccess(code) && (state == .unrecognized || state == .failed)
        }
        guard let status = body["status"]?.scalarText else { return false }
        return status.unicodeScalars.count == 3 && (400...599).contains(Int(status) ?? 0)
            || body["id"] == nil && TaskStatus(word: status) == .failed
    }

    /// Whether there is anything in it: some gateways send an empty error with each answer.
    var hasWords: Bool { !message.isEmpty || code.map { !Self.isSuccess($0) } ?? false }

    /// Whether a code or a message says that all is well.
    static func isSuccess(_ word: String) -> Bool { successWords.contains(foldedWord(word)) }

    private static let successWords: Set<String> = [
        "success", "succeed", "succeeded", "successful", "ok", "0", "200", "201", "202", "00000",
        "成功", "操作成功", "请求成功",
    ]

    /// The HTTP status that the code of an error in a good answer stands for: `{"code":401}` means
    /// what a 401 means. Refusals alone: a fault of the server proves nothing about a job.
    var refusalStatus: Int? {
        [code, type].lazy.compactMap { $0.flatMap { Int($0) } }
            .first { (400...499).contains($0) && $0 != 408 }
    }

    private static func message(in value: JSONValue) -> String? {
        [
            "message", "msg", "error_message", "error_msg", "err_msg", "errmsg", "status_msg",
            "reason", "detail", "description",
        ].lazy.compactMap { value[$0] }.compactMap(Self.words).first
    }

    /// A text, or the first one of a list of them or of objects with one.
    private static func words(of value: JSONValue) -> String? {
        if let text = value.text { return text }
        guard let first = value.array?.first else { return nil }
        return first.text ?? first["msg"]?.text ?? first["message"]?.text
    }

    /// Reads the value of an `error` member: an object, a string, or something empty. An empty
    /// string is a failure without words; null is none.
    init?(value: JSONValue) {
        self.init(value: value, depth: 0)
    }

    private init?(value: JSONValue, depth: Int) {
        switch value {
        case .null: return nil
        case .bool(let flag):
            guard flag else { return nil }
            self.init(message: "")
        case .number(let number):
            guard Double(number) != 0 else { return nil }
            self.init(message: number)
        case .string(let text): self.init(text: text, code: nil, type: nil, depth: depth)
        case .array(let elements):
            guard let first = elements.first else { return nil }
            self.init(value: first, depth: depth)
        case .object:
            let code = Self.codeNames.lazy.compactMap { value[$0]?.scalarText }.first
            let status = value["status"]?.scalarText
            // Google repeats the HTTP status as `code` and puts the word into `status`.
            let word = code.flatMap { Int($0) } != nil ? status ?? code : code ?? status
            // What is no number there is a class of its own, or the other word.
            let type = value["type"]?.text ?? (word == code ? nil : code)
            self.init(
                text: Self.message(in: value) ?? "", code: word, type: type, depth: depth)
        }
    }

    /// A text that may itself be the JSON body of an upstream server.
    private init(text: String, code: String?, type: String?, depth: Int) {
        if depth < Self.nestingLimit, JSONDocument.looksLikeJSON(text),
            let inner = JSONDocument(text.utf8)?.value,
            let failure = APIFailure(body: inner, depth: depth + 1)
        {
            self.init(
                code: failure.code ?? code, type: failure.type ?? type, message: failure.message)
        } else {
            self.init(code: code, type: type, message: text)
        }
    }
}

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

    static func isQuota(_ failure: APIFailure) -> Bool {
        guard !isRate(failure) else { return false }
        let said = failure.message.lowercased()
        return [failure.code, failure.type].contains { word in
            word.map { quotaWords.contains($0.lowercased()) } ?? false
        } || quotaPhrases.contains { said.contains($0) }
    }

    static func isContentPolicy(_ failure: APIFailure) -> Bool {
        let text = [failure.code, failure.type, failure.message].compactMap { $0?.lowercased() }
            .joined(separator: " ")
        return [
            "content_policy", "content policy", "content_violation", "content_filter",
            "public_error_", "audio_filtered", "unsafe_generation", "safety", "prominent_people",
        ].contains { text.contains($0) }
    }

    /// Types of errors that are about the request: nothing was started for it.
    private static let refusalTypes = [
        "invalid_request_error", "authentication_error", "permission_error", "content_violation",
    ]

    /// Codes that are about the request.
    private static let refusalCodes = [
        "invalid_api_key", "model_not_found", "missing_model", "model_not_support_image",
        "image_fetch_failed", "invalid_image_format", "image_too_large", "too_many_images",
        "invalid_request", "invalid_json", "invalid_multipart_form", "invalid_size",
        "model_price_error", "not_implemented", "task_not_exist",
    ]

    /// Whether it says that the request was not taken, whatever status it came with.
    static func isRefusal(_ failure: APIFailure) -> Bool {
        isContentPolicy(failure)
            || failure.type.map { refusalTypes.contains($0.lowercased()) } ?? false
            || failure.code.map { refusalCodes.contains($0.lowercased()) } ?? false
    }

    static func text(status: Int?, failure: APIFailure, step: ClientError.Step?) -> String {
        let again = step?.startsJob ?? true ? "send it again" : "ask again"
        if isQuota(failure) { return topUp(step) }
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
