/// new-api's errors. Those of tasks stand alone, `{"code","message","data":null}`; those of the
/// key and of routing are wrapped and end in the id of the request; those of the content route
/// are wrapped in OpenAI's way.
struct NewAPIErrors: ErrorShape {
    func answer(_ error: GatewayError, at route: Route, requestID: String) -> Answer {
        switch error {
        case .badKey, .unknownModel, .heavyLoad:
            return wrapped(Self.routing(error), requestID)
        case .unknownRoute, .wrongMethod, .bodyTooLarge, .bodyTooSlow:
            return Self.plain(DocumentedErrors.words(for: error))
        default: break
        }
        switch route {
        case .create, .status, .remix:
            let words = Self.task(error)
            return Answer(
                status: words.status,
                .object([
                    ("code", .string(words.code ?? "invalid_request")),
                    ("message", .string(words.message)), ("data", .null),
                ]))
        case .content: return Self.plain(DocumentedErrors.words(for: error))
        case .chat, .list, .delete, .models, .model, .account, .file, .journal, .wrongMethod,
            .unknown:
            return wrapped(Self.relay(error), requestID)
        }
    }

    /// Key, channel and quota.
    private static func routing(_ error: GatewayError) -> ErrorWords {
        switch error {
        case .badKey: ErrorWords(401, "Invalid token", code: "")
        case .unknownModel(let name):
            ErrorWords(
                503, "No available channel for model \(name) under group default (distributor)",
                code: "model_not_found")
        default: ErrorWords(503, "当前分组上游负载已饱和，请稍后再试", code: "")
        }
    }

    private static func relay(_ error: GatewayError) -> ErrorWords {
        switch error {
        case .noMoney, .noQuota:
            ErrorWords(403, noQuota, code: "insufficient_user_quota")
        default: DocumentedErrors.words(for: error)
        }
    }

    private static let noQuota = "用户额度不足, 剩余额度: ＄0.000000"

    private static func task(_ error: GatewayError) -> ErrorWords {
        switch error {
        case .noMoney, .noQuota:
            ErrorWords(403, noQuota, code: "insufficient_user_quota")
        case .taskNotFound: ErrorWords(400, "task_not_exist", code: "task_not_exist")
        case .badMessage: ErrorWords(400, "invalid JSON or form", code: "invalid_request")
        case .badValue(_, let name, _), .badType(let name, _, _):
            ErrorWords(400, "\(name) is invalid", code: "invalid_\(name)")
        default: DocumentedErrors.words(for: error)
        }
    }

    private func wrapped(_ words: ErrorWords, _ requestID: String) -> Answer {
        Answer(
            status: words.status,
            .object([
                (
                    "error",
                    .object([
                        ("message", .string("\(words.message) (request id: \(requestID))")),
                        ("type", .string("new_api_error")), ("code", .string(words.code ?? "")),
                    ])
                )
            ]))
    }

    private static func plain(_ words: ErrorWords) -> Answer {
        Answer(
            status: words.status,
            .object([
                (
                    "error",
                    .object([
                        ("message", .string(words.message)),
                        ("type", .string(words.type ?? "invalid_request_error")),
                    ])
                )
            ]))
    }
}
