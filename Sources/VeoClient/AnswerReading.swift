/// An answer about a task, taken apart: what is the envelope, what the task, and where the rest of
/// what is said about it may stand. Gateways wrap tasks in `data`, `result`, `output` and others,
/// also twice, in lists of one, and as JSON in a string.
struct AnswerReading {
    /// The object that describes the task.
    let task: JSONValue
    /// The objects around it, the innermost first.
    let envelopes: [JSONValue]
    /// The objects within it that tell more of it, the nearest first.
    let details: [JSONValue]

    /// Members that hold a task, or more of one.
    static let wraps = [
        "data", "result", "output", "response", "task", "job", "task_info", "payload", "body",
    ]
    /// Members that hold details alone: a status in them is not the one of the task.
    private static let parts = [
        "metadata", "video", "videos", "task_result", "video_result", "detail",
        "generate_video_response",
    ]
    private static let detailLimit = 16

    /// Members that name nothing but a task, the surest first. Where a gateway gives several,
    /// `task_id` is what its status route knows.
    static let taskNames = ["task_id", "video_id", "job_id", "generation_id", "prompt_id"]
    /// Members that name a task, the surest first.
    static let idNames = taskNames + ["id", "uuid"]
    /// The name of a request more often than of a task.
    static let requestName = "request_id"
    private static let statusNames = [
        "task_status", "job_status", "video_status", "status", "state",
    ]

    /// `known` is the id that was asked for. Nil when the answer holds no object, or several tasks
    /// none of which is the one asked for.
    init?(_ body: JSONValue, known: String?) {
        guard var task = Self.object(in: body, known: known) else { return nil }
        var envelopes: [JSONValue] = []
        while envelopes.count < JSONValue.depthLimit,
            let inner = Self.content(of: task, known: known)
        {
            envelopes.insert(task, at: 0)
            task = inner
        }
        self.task = task
        self.envelopes = envelopes
        var details: [JSONValue] = []
        var next = [task]
        while !next.isEmpty, details.count < Self.detailLimit {
            let layer = next.removeFirst()
            for name in Self.wraps + Self.parts {
                guard let value = layer[name], let inner = Self.object(in: value, known: known)
                else { continue }
                details.append(inner)
                next.append(inner)
            }
        }
        self.details = details
    }

    /// The tasks of an answer that lists several, wrapped or not; nil when it holds no list.
    static func list(in answer: JSONValue) -> [JSONValue]? {
        var layer = answer
        for _ in 0..<4 {
            if let elements = layer.array { return elements }
            let names = [
                "data", "items", "list", "tasks", "videos", "results", "records", "result",
            ]
            guard let inner = names.lazy.compactMap({ layer[$0] }).first else { return nil }
            layer = inner
        }
        return nil
    }

    /// All objects, those that are the likeliest to tell of the task first.
    var layers: [JSONValue] { [task] + details + envelopes }

    /// The first value that one of the names has, the names in order of their rank.
    func first<Value>(_ names: [String], _ read: (JSONValue) -> Value?) -> Value? {
        for layer in layers {
            for name in names {
                if let value = layer[name].flatMap(read) { return value }
            }
        }
        return nil
    }

    /// The object that a value is or stands for.
    static func object(in value: JSONValue, known: String?) -> JSONValue? {
        switch value {
        case .object: return value
        case .string(let text) where JSONDocument.looksLikeJSON(text):
            return JSONValue(text).flatMap { object(in: $0, known: known) }
        case .array(let elements):
            let objects = elements.compactMap { $0.object == nil ? nil : $0 }
            if let known, let own = objects.first(where: { names($0, known) }) { return own }
            if known != nil, objects.count > 1, objects.allSatisfy({ id(in: $0) != nil }) {
                return nil
            }
            return objects.first
        case .null, .bool, .number, .string: return nil
        }
    }

    /// What an object wraps when it is an envelope; nil when it is the task itself.
    private static func content(of layer: JSONValue, known: String?) -> JSONValue? {
        let found = wraps.lazy.compactMap { name in
            layer[name].flatMap { object(in: $0, known: known) }.map { (name, $0) }
        }.first { id(in: $1) != nil || status(in: $1) != nil || content(of: $1) }
        guard let (name, inner) = found else { return nil }
        if let known, names(layer, known), !names(inner, known) { return nil }
        let isEnvelope =
            envelopeNames.contains { layer[$0] != nil } || id(in: layer) == nil
            || known.map { names(inner, $0) } ?? isRequest(layer, around: inner, called: name)
        return isEnvelope ? inner : nil
    }

    private static let envelopeNames = [
        "code", "success", "msg", "errcode", "errno", "ret", "base_resp", requestName,
    ]

    /// Whether a task may be wrapped deeper still.
    private static func content(of layer: JSONValue) -> Bool {
        wraps.contains { name in
            layer[name].flatMap { object(in: $0, known: nil) }
                .map { id(in: $0) != nil || status(in: $0) != nil } ?? false
        }
    }

    /// Whether the `id` of an object is that of the request, and what it holds is the task.
    private static func isRequest(
        _ layer: JSONValue, around inner: JSONValue, called name: String
    ) -> Bool {
        guard taskNames.allSatisfy({ layer[$0].flatMap(idText) == nil }) else { return false }
        switch status(in: layer)?.status {
        case .queued, .running: return false
        case .completed, .failed, .unrecognized, nil: break
        }
        guard let id = id(in: inner) else { return false }
        return self.id(in: layer).map(isOfRequest) ?? false
            || taskNames.contains { inner[$0]?.scalarText == id }
            || status(in: inner) != nil || ["task", "job", "task_info"].contains(name)
    }

    private static func id(in layer: JSONValue) -> String? {
        idNames.lazy.compactMap { layer[$0].flatMap(idText) }.first
    }

    static func names(_ layer: JSONValue, _ known: String) -> Bool {
        (idNames + [requestName]).contains { layer[$0]?.scalarText == known }
    }
}

extension AnswerReading {
    /// The status of the task, with the word that says so. An inner one counts more than an outer
    /// "success", which is often that of the request.
    var status: (word: String, status: TaskStatus)? {
        let inner = details.lazy.compactMap(Self.status(in:))
            .first { $0.status != .unrecognized }
        guard let own = Self.status(in: task) else {
            return inner ?? envelopes.lazy.compactMap(Self.status(in:)).first
        }
        guard own.status == .completed || own.status == .unrecognized else { return own }
        let wrapped = Self.wraps.lazy.compactMap { task[$0] }
            .compactMap { Self.object(in: $0, known: nil) }.compactMap(Self.status(in:))
            .first { $0.status != .unrecognized }
        return wrapped ?? own
    }

    static func status(in layer: JSONValue) -> (word: String, status: TaskStatus)? {
        if let word = statusNames.lazy.compactMap({ layer[$0]?.scalarText }).first {
            return (word, TaskStatus(word: word))
        }
        // kie.ai: 0 under way, 1 made, 2 and 3 failed.
        if let flag = layer["success_flag"]?.integer {
            let states: [Int: TaskStatus] = [0: .running, 1: .completed, 2: .failed, 3: .failed]
            return ("successFlag \(flag)", states[flag] ?? .unrecognized)
        }
        // Google's long-running operations.
        if let isDone = layer["done"]?.boolean {
            guard isDone else { return ("done: false", .running) }
            return layer["error"] == nil ? ("done", .completed) : ("error", .failed)
        }
        return nil
    }

    /// Whether the answer says why there is no video.
    var saysWhyNot: Bool {
        layers.contains { layer in
            layer["error"].flatMap { APIFailure(value: $0) }?.hasWords ?? false
                || layer["rai_media_filtered_count"]?.integer ?? 0 > 0
        }
    }

    /// Why the task failed, in the words of the gateway; nil when it gives no reason.
    var reason: APIFailure? {
        for layer in layers {
            if let found = layer["error"].flatMap({ APIFailure(value: $0) }), found.hasWords {
                return found
            }
        }
        let names = [
            "fail_reason", "failure_reason", "fail_msg", "error_message", "error_msg", "err_msg",
            "task_status_msg", "status_message", "rai_media_filtered_reasons", "reason", "message",
            "msg",
        ]
        for layer in layers {
            for name in names {
                let value = layer[name]
                guard let text = value?.text ?? value?.array?.first?.text,
                    !APIFailure.saysNothing(text)
                else { continue }
                let code = layer["error_code"]?.scalarText ?? layer["fail_code"]?.scalarText
                return APIFailure(code: code, message: text)
            }
        }
        return nil
    }
}
