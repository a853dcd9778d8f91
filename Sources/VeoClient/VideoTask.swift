/// A task as the gateway last described it. All texts are visible and free of the key, except for
/// the links and what is a `ServerText`.
package struct VideoTask: Sendable, Hashable {
    /// By which the gateway is asked: of a poll the one that was asked for.
    package let id: String
    package var status: TaskStatus
    /// The word the gateway used.
    package let rawStatus: String
    /// In percent, 0...100; nil when the gateway does not say.
    package let progress: Double?
    /// Where the video is, the address to try first at the start; empty before it is completed,
    /// and for gateways that serve it at `/content` alone. Where the answer of a status holds the
    /// video itself, its own address is the last one.
    package var links: [VideoLink]
    /// Whether the answer itself holds the video.
    package let holdsVideo: Bool
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
    /// The text it was made from, where the gateway repeats it, whole and as it came; some gateways
    /// cut it short. To compare, never to show.
    package let prompt: ServerText?
    /// The same of the model.
    package let namedModel: ServerText?
    /// Why the task failed, in the words of the gateway. Of one that is completed, and names no
    /// video, why there may be none: `/content` is asked before it is called failed.
    package var error: APIFailure?
    /// How long the answer asks to wait before the next poll, at most the limit of the policy.
    package var pollAfter: Duration?

    /// The address to try first.
    package var link: VideoLink? { links.first }

    /// The longest id, in UTF-8 bytes; some gateways pack routing data into theirs.
    static let idByteLimit = 1_024
    /// The longest model, size or status that is kept, in Unicode scalars.
    static let wordLimit = 120
}

extension VideoTask {
    /// Reads a create or status answer in any of the known shapes; nil when it holds neither an
    /// id nor a status. `id` is what was asked for, for answers that do not repeat it.
    init?(body: JSONValue, id known: String?, base: BaseURL, secrets: SecretFilter) {
        guard let reading = AnswerReading(body, known: known) else { return nil }
        func text(_ names: String...) -> String? {
            reading.first(names, \.scalarText).map { secrets.visible($0, limit: Self.wordLimit) }
        }
        let said = reading.status ?? (known == nil ? nil : Self.made(reading, body, base, secrets))
        guard let id = known ?? reading.id.flatMap({ Self.isUsable($0, secrets) ? $0 : nil }),
            said != nil || known == nil
        else { return nil }
        let found = AnswerLinks(body, base: base, takesReasons: said?.status == .completed)
        let usable = found.links.filter { !secrets.contains(in: $0.url) }
        var status = said?.status ?? .queued
        if status == .unrecognized, known != nil,
            let made = Self.made(reading, body, base, secrets)
        {
            status = made.status
        }
        // Made, they say, and give a reason why there is nothing: perhaps a filter took it.
        let isDoubtful =
            status == .completed && usable.isEmpty && !found.hasInlineVideo && reading.saysWhyNot
        self.id = id
        self.status = status
        rawStatus = said.map { secrets.visible($0.word, limit: Self.wordLimit) } ?? ""
        links = usable
        holdsVideo = found.hasInlineVideo
        progress = reading.first(["progress"], \.percent)
        createdAt = reading.first(["created_at", "created", "submit_time"], Self.unixSeconds)
        completedAt = reading.first(["completed_at", "finish_time"], Self.unixSeconds)
        seconds = text("seconds", "duration")
        size = text("size", "resolution")
        model = text("model")
        prompt = reading.first(["prompt"], \.scalarText).map(ServerText.init)
        namedModel = reading.first(["model"], \.scalarText).map(ServerText.init)
        error =
            status == .failed || isDoubtful
            ? Self.failure(reading.reason, despite: found.videos, secrets: secrets) : nil
    }

    /// Whether an answer without a status that is understood says that the video is there: it names
    /// one, and nothing says that the task goes on or has failed.
    private static func made(
        _ reading: AnswerReading, _ body: JSONValue, _ base: BaseURL, _ secrets: SecretFilter
    ) -> (word: String, status: TaskStatus)? {
        let word = reading.status?.word ?? ""
        let goesOn =
            word.lowercased().hasSuffix("ing")
            || ["中", "待", "排队", "失败", "错误", "取消", "fail", "error"].contains { word.contains($0) }
        let progress = reading.first(["progress"], \.percent) ?? 100
        guard !goesOn, progress == 100 || progress == 1, !reading.saysWhyNot,
            !(APIFailure(body: body)?.hasWords ?? false),
            AnswerLinks(body, base: base).videos.contains(where: { !secrets.contains(in: $0.url) })
        else { return nil }
        return (word, .completed)
    }

    /// Whether an id can be asked for, shown and stored.
    static func isUsable(_ id: String, _ secrets: SecretFilter) -> Bool {
        id.utf8.count <= idByteLimit && !id.unicodeScalars.contains(where: TextFilter.isHidden)
            && !secrets.contains(in: id)
    }

    /// Unix seconds from seconds or milliseconds; nil for what is no time before the year 2100.
    private static func unixSeconds(_ value: JSONValue) -> Int? {
        guard let number = value.integer else { return nil }
        let seconds = number > 100_000_000_000 ? number / 1_000 : number
        return (0..<4_102_444_800).contains(seconds) ? seconds : nil
    }

    /// A failed task may name a video all the same: it is not fetched, but told.
    private static func failure(
        _ reason: APIFailure?, despite videos: [VideoLink], secrets: SecretFilter
    ) -> APIFailure {
        let reason =
            reason ?? APIFailure(message: "the gateway gives no reason (often the content filter)")
        let shown = reason.visible(secrets)
        guard let video = videos.first(where: { !secrets.contains(in: $0.url) }) else {
            return shown
        }
        let address = secrets.visible(video.withoutQuery, limit: wordLimit)
        return APIFailure(
            code: shown.code, type: shown.type,
            message: "\(shown.message) (it names a video all the same: \(address))")
    }
}
