/// How far a task is. A word that nobody knows never means "done".
package enum TaskStatus: String, Sendable, Hashable, CaseIterable {
    case queued
    case running
    case completed
    case failed
    /// A word that is in no table: go on polling.
    case unrecognized

    /// Reads the words of all gateways of this family, in any case.
    package init(word: String) {
        switch word.trimmedBlanks.lowercased() {
        case "queued", "pending", "submitted", "not_start", "notstarted", "not_started",
            "preparing", "created", "starting", "queueing", "waiting":
            self = .queued
        case "processing", "in_progress", "running", "generating", "active",
            "media_generation_status_active":
            self = .running
        case "completed", "complete", "success", "succeeded", "finished":
            self = .completed
        case "failed", "failure", "fail", "error", "cancelled", "canceled":
            self = .failed
        default:
            self = .unrecognized
        }
    }
}

/// A task as the gateway last described it. All texts are visible and free of the key; only the
/// link is as it came.
package struct VideoTask: Sendable, Hashable {
    package let id: String
    package let status: TaskStatus
    /// The word the gateway used.
    package let rawStatus: String
    /// In percent, 0...100; nil when the gateway does not say.
    package let progress: Double?
    /// Where the video is; nil before it is completed, and for gateways that serve it at
    /// `/content` alone.
    package let link: VideoLink?
    /// Unix seconds.
    package let createdAt: Int?
    /// Unix seconds.
    package let completedAt: Int?
    /// The length the gateway claims, in seconds; recorded answers are wrong about it.
    package let seconds: String?
    /// Such as `720x1280`.
    package let size: String?
    /// The model the gateway names, which need not be the one that was asked for.
    package let model: String?
    /// The text it was made from, where the gateway repeats it; perhaps cut short.
    package let prompt: String?
    /// Why the task failed, in the words of the gateway.
    package let error: APIFailure?
    /// How long the answer asks to wait before the next poll, at most the limit of the policy.
    package var pollAfter: Duration?

    /// The longest id, in UTF-8 bytes; some gateways pack routing data into theirs.
    static let idByteLimit = 1_024
    /// The longest model, size or status that is kept, in Unicode scalars.
    static let wordLimit = 120
}

extension VideoTask {
    /// Reads a create or status answer in any of the known shapes; nil when it holds neither an
    /// id nor a status. `id` is what was asked for, for answers that do not repeat it.
    init?(body: JSONValue, id known: String?, base: BaseURL, secrets: SecretFilter) {
        let layers = Self.layers(of: body)
        func first<Value>(_ names: [String], _ read: (JSONValue) -> Value?) -> Value? {
            for layer in layers {
                for name in names {
                    if let value = layer[name].flatMap(read) { return value }
                }
            }
            return nil
        }
        func text(_ names: String...) -> String? {
            first(names, \.scalarText).map { secrets.visible($0, limit: Self.wordLimit) }
        }
        let word = text("status", "state", "task_status")
        guard
            let id = first(["id", "task_id", "taskId", "video_id"], \.scalarText) ?? known,
            word != nil || known == nil,
            id.utf8.count <= Self.idByteLimit,
            !id.unicodeScalars.contains(where: TextFilter.isHidden),
            !secrets.contains(in: id)
        else { return nil }
        self.id = id
        rawStatus = word ?? ""
        status = word.map(TaskStatus.init(word:)) ?? .queued
        progress = first(["progress"], \.percent)
        createdAt = first(["created_at", "created", "submit_time"], \.integer)
        completedAt = first(["completed_at", "finish_time"], \.integer)
        seconds = text("seconds", "duration")
        size = text("size", "resolution")
        model = text("model")
        prompt = text("prompt")
        // Old gateways put the address of a finished video into the reason of a failure.
        let linkNames =
            ["video_url", "result_url", "url", "videoUrl"]
            + (status == .completed ? ["fail_reason"] : [])
        link = first(linkNames) { value in
            value.text.flatMap { VideoLink($0, relativeTo: base) }
                .flatMap { secrets.contains(in: $0.url) ? nil : $0 }
        }
        error =
            status == .failed
            ? Self.failure(in: layers, secrets: secrets) : nil
    }

    /// The objects the fields may be in, the outermost first. `data`, `result` and `metadata`
    /// wrap them in some gateways.
    private static func layers(of body: JSONValue) -> [JSONValue] {
        var layers: [JSONValue] = []
        var next = [body]
        while !next.isEmpty, layers.count < 8 {
            let layer = next.removeFirst()
            guard layer.isObject else { continue }
            layers.append(layer)
            for name in ["data", "result", "metadata", "video"] {
                if let inner = layer[name] { next.append(inner.array?.first ?? inner) }
            }
        }
        return layers
    }

    private static func failure(in layers: [JSONValue], secrets: SecretFilter) -> APIFailure {
        for layer in layers {
            guard let value = layer["error"] else { continue }
            if let found = APIFailure(value: value), !found.message.isEmpty || found.code != nil {
                return found.visible(secrets)
            }
        }
        for layer in layers {
            for name in ["fail_reason", "failure_reason", "message"] {
                if let text = layer[name]?.text {
                    return APIFailure(message: text).visible(secrets)
                }
            }
        }
        return APIFailure(message: "the gateway gives no reason (often the content filter)")
    }
}
