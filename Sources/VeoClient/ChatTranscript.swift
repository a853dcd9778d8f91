/// What a sync generation has said so far: a value that takes the objects of the stream, one by
/// one, and knows at the end what became of the video.
struct ChatTranscript: Sendable {
    /// The most text an answer may have, in UTF-8 bytes, over all choices.
    static let textByteLimit = 1024 * 1024
    /// The highest number of choices that are told apart.
    static let choiceLimit = 16

    /// How the generation ended.
    enum Outcome: Sendable, Hashable {
        /// There is a video; the first link is the one to fetch.
        case links([VideoLink])
        case failed(APIFailure)
        /// The gateway refused it before it said anything else; the object that says so.
        case refused(APIFailure, JSONValue)
        /// There is no video, but a task by this id.
        case task(String)
        /// The stream broke off before it said anything final.
        case unknown
    }

    private struct Choice: Sendable {
        var content = ""
        var reasoning = ""
        var contentProgress = ProgressScanner()
        var reasoningProgress = ProgressScanner()

        /// Adds to the texts where they are, since a copy for each of a million pieces takes
        /// minutes; returns the progress in each.
        mutating func take(_ content: String, _ reasoning: String) -> [Double?] {
            self.content += content
            self.reasoning += reasoning
            return [contentProgress.feed(content), reasoningProgress.feed(reasoning)]
        }
    }

    /// The id of the first object that had one; some gateways change it on the way.
    private(set) var id: String?
    /// In percent; it never goes back.
    private(set) var progress: Double?
    /// True once a choice said that it is finished, or the stream said `[DONE]`.
    private(set) var isFinished = false
    private(set) var failure: APIFailure?
    /// The object of the failure, where nothing came before it.
    private var refusal: JSONValue?
    private var taskID: String?
    private var choices: [Int: Choice] = [:]
    private var explicitLinks: [VideoLink] = []
    /// Those of them that surely are of a video.
    private var explicitVideos: [VideoLink] = []
    private var byteCount = 0
    private let extraction: LinkExtraction

    init(request: GenerationRequest, base: BaseURL) {
        extraction = LinkExtraction(request: request, base: base)
    }

    /// Takes one object: a chunk, a whole completion or an error. Returns the progress when this
    /// object moved it. One that is cut short may name a video; it ends nothing.
    mutating func take(
        _ object: JSONValue, isWhole: Bool = true
    ) throws(EventStreamLimit) -> Double? {
        if id == nil { id = object["id"]?.text }
        let before = progress
        let entries = object["choices"]?.array ?? []
        // Some gateways send an empty error with each chunk.
        if isWhole, let reported = APIFailure(body: object), reported.hasWords || entries.isEmpty {
            if failure == nil, !hasContent { refusal = object }
            note(reported)
        }
        if entries.isEmpty { noteTask(object) }
        for (position, entry) in entries.enumerated() {
            let index = entry["index"]?.integer ?? position
            guard (0..<Self.choiceLimit).contains(index) else { continue }
            try take(entry, index: index, isWhole: isWhole)
        }
        takeLinks(of: object)
        return progress == before ? nil : progress
    }

    /// Whether anything of the answer came, and not a refusal alone.
    var isTaken: Bool { refusal == nil || hasContent }

    private var hasContent: Bool { byteCount > 0 || !explicitLinks.isEmpty }

    /// Takes what came in place of a stream: text without a form.
    mutating func take(plain text: String) {
        byteCount += text.utf8.count
        _ = choices[0, default: Choice()].take(text, "")
    }

    /// Some gateways answer with a task instead of making the caller wait.
    private mutating func noteTask(_ object: JSONValue) {
        guard taskID == nil, let reading = AnswerReading(object, known: nil) else { return }
        let isAlive = reading.status.map { $0.status != .failed && $0.status != .unrecognized }
        let plain = reading.id.flatMap { AnswerReading.isOfRequest($0) ? nil : $0 }
        taskID = reading.taskID ?? (isAlive ?? false ? plain : nil)
    }

    /// Takes the `[DONE]` of the stream, or the end of an answer that came in one piece.
    mutating func finish() {
        isFinished = true
    }

    /// What became of the video, when nothing more will come.
    var outcome: Outcome {
        var links = failure == nil ? explicitLinks : explicitVideos
        var firstFailure: String?
        var lastWords = ""
        for index in choices.keys.sorted() {
            guard let choice = choices[index] else { continue }
            for text in [choice.content, choice.reasoning] {
                let answer = LinkExtraction.withoutEcho(text)
                let failed = Self.failureLine(in: answer)
                firstFailure = firstFailure ?? failed
                // An address beside a failure is a pointer to some help page.
                let found = extraction.links(
                    in: answer,
                    besideFailure: failed != nil || failure != nil
                        || FailureWords.areRefusal(answer))
                links += found.filter { !links.contains($0) }
                if !found.isEmpty { break }
            }
            let said = FailureWords.lastWords(of: LinkExtraction.withoutEcho(choice.content))
            if !said.isEmpty { lastWords = said }
        }
        if !links.isEmpty { return .links(links) }
        if let failure {
            guard let refusal, !isTaken else { return .failed(failure) }
            return .refused(failure, refusal)
        }
        if let taskID, !hasContent { return .task(taskID) }
        if let firstFailure { return .failed(APIFailure(message: firstFailure)) }
        guard isFinished else { return .unknown }
        return .failed(
            APIFailure(
                code: "no_video",
                message: lastWords.isEmpty
                    ? "the answer ended without a video"
                    : "the answer ended without a video; its last words: \(lastWords)"))
    }

    private mutating func take(
        _ entry: JSONValue, index: Int, isWhole: Bool
    ) throws(EventStreamLimit) {
        let piece = entry["delta"] ?? entry["message"] ?? .null
        let content = Self.text(of: piece["content"])
        let reasoning = Self.text(of: piece["reasoning_content"] ?? piece["reasoning"])
        byteCount += content.utf8.count + reasoning.utf8.count
        guard byteCount <= Self.textByteLimit else {
            throw EventStreamLimit(
                reason: "the answer has more than \(grouped(Self.textByteLimit)) bytes of text")
        }
        for found in choices[index, default: Choice()].take(content, reasoning) {
            if let found, found > progress ?? -1 { progress = found }
        }
        guard isWhole, let reason = entry["finish_reason"]?.text else { return }
        switch reason {
        case "error":
            note(
                (entry["error"] ?? piece["error"]).flatMap { APIFailure(value: $0) }
                    ?? APIFailure(code: "error", message: ""))
        case "content_filter":
            note(APIFailure(code: "content_filter", message: "the content filter refused it"))
        default:
            isFinished = true
        }
    }

    private mutating func note(_ reported: APIFailure) {
        if failure == nil { failure = reported }
    }

    /// Some gateways give the link in a member of its own, beside the text or without one.
    private mutating func takeLinks(of object: JSONValue) {
        let found = AnswerLinks(object, base: extraction.base, readsText: false)
        func new(_ links: [VideoLink], _ known: [VideoLink]) -> [VideoLink] {
            links.filter { !known.contains($0) && extraction.mayBeResult($0) }
        }
        explicitLinks += new(found.links, explicitLinks)
        explicitVideos += new(found.videos, explicitVideos)
    }

    /// A text, or the texts of a list of parts.
    private static func text(of value: JSONValue?) -> String {
        if let parts = value?.array {
            return parts.compactMap { $0["text"]?.text }.joined()
        }
        return value?.text ?? ""
    }

    /// The line that says that the generation failed, without its marks; nil when none does.
    static func failureLine(in text: Substring) -> String? {
        for line in text.lines {
            let lowered = line.lowercased()
            guard
                line.contains("❌") || line.contains("生成失败") || line.contains("任务失败")
                    || lowered.contains("generation failed")
            else { continue }
            return FailureWords.reason(in: String(line))
        }
        return nil
    }
}
