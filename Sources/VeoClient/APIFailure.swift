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
        } else if let wrapped, wrapped.message.isEmpty, wrapped.code == nil {
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

    /// Whether there is anything in it: some gateways send an empty error with each answer, or one
    /// that says that all is well.
    var hasWords: Bool {
        guard Self.saysNothing(message) else { return true }
        guard let word = [code, type].compactMap({ $0 }).first(where: { !Self.saysNothing($0) })
        else { return false }
        // A number beside "success" is what that gateway calls success.
        guard Self.isSuccess(message), let number = Int(word) else { return true }
        return (400...599).contains(number)
    }

    /// Whether a code or a message says that all is well.
    static func isSuccess(_ word: String) -> Bool {
        var folded = foldedWord(word)
        while let last = folded.last, ".!。！".contains(last) { folded.removeLast() }
        return successWords.contains(folded)
    }

    private static let successWords: Set<String> = [
        "success", "succeed", "succeeded", "successful", "successfully", "ok", "0", "200", "201",
        "202", "00000", "accepted", "requestaccepted", "submitted", "submitsuccess",
        "tasksubmitted", "submittedsuccessfully", "completed", "normal", "成功", "操作成功", "请求成功",
        "提交成功", "任务提交成功", "已提交", "正常",
    ]

    /// Whether a code or a message tells of no error: it says that all is well, or nothing.
    static func saysNothing(_ word: String) -> Bool {
        isSuccess(word) || nothingWords.contains(foldedWord(word))
    }

    private static let nothingWords: Set<String> = [
        "", "none", "null", "nil", "n/a", "na", "noerror", "noerrors", "undefined", "false", "{}",
        "[]", "无", "无错误", "没有错误",
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
