/// One accepted request of the sync API, and what its answer is made of.
struct ChatTurn: Sendable {
    let job: Job
    /// The whole prompt.
    let prompt: String
    /// One for each video; nil where a fault takes it away.
    let links: [String?]
    /// What is said of the videos, where a fault says it.
    let words: String?
    /// Whether the client asked for the usage chunk (`stream_options`).
    var wantsUsage = false
    let site: Site

    init(job: Job, order: VideoOrder, _ faults: AppliedFaults, _ facts: FaultFacts, _ site: Site) {
        self.job = job
        let fault = faults.first { $0.isAboutLink ? $0 : nil }
        words = faults.first { if case .say(let text) = $0 { text.text(facts.word) } else { nil } }
        prompt = order.prompt
        wantsUsage = order.wantsUsage
        links = job.files.map { file in
            switch fault {
            case .noLink?: nil
            case .relativeLink?: site.links.path(of: file, job, site)
            case .link(let address)?: address.text(facts.word)
            default: site.link(file, of: job)
            }
        }
        self.site = site
    }

    /// What people read when the generation fails.
    var failureText: String { "❌ 生成失败: \(job.failure?.message ?? "")" }

    /// Counted roughly: nobody is charged by it.
    func usage(for text: String) -> JSON {
        let asked = prompt.utf8.count / 4 + 1
        let answered = text.utf8.count
        return .object([
            ("prompt_tokens", .number(asked)), ("completion_tokens", .number(answered)),
            ("total_tokens", .number(asked + answered)),
        ])
    }
}

/// Writes the objects of one answer, which all start alike.
struct ChatWriter: Sendable {
    static let done = "data: [DONE]\n\n"

    let turn: ChatTurn
    /// Nil where the relay makes a new one, and a new date, for every object.
    let id: String?
    let model: String

    /// - Parameter model: nil for the one that was asked for.
    init(_ turn: ChatTurn, id: String?, model: String? = nil) {
        self.turn = turn
        self.id = id
        self.model = model ?? turn.job.model.rawValue
    }

    func chunk(content: String, index: Int = 0, finish: String? = nil, at time: Duration)
        -> Answer.Piece
    {
        chunk([("content", .string(content))], index: index, finish: finish, at: time)
    }

    func chunk(
        _ delta: [(String, JSON)], index: Int = 0, finish: String? = nil,
        more: [(String, JSON)] = [], at time: Duration
    ) -> Answer.Piece {
        let choice = JSON.object([
            ("index", .number(index)), ("delta", .object(delta)),
            ("finish_reason", finish.map(JSON.string) ?? .null),
        ])
        return event([("choices", .array([choice]))] + more, at: time)
    }

    /// The chunk that has no choice, only the usage.
    func usageChunk(for text: String, at time: Duration) -> Answer.Piece {
        event([("choices", .array([])), ("usage", turn.usage(for: text))], at: time)
    }

    func done(at time: Duration) -> Answer.Piece { Answer.Piece(Self.done, at: time) }

    private func event(_ members: [(String, JSON)], at time: Duration) -> Answer.Piece {
        let head = head("chat.completion.chunk", at: time)
        return Answer.Piece("data: \(JSON.object(head + members).text)\n\n", at: time)
    }

    /// The answer to a request without `stream`.
    func completion(_ contents: [String]) -> JSON {
        let choices = contents.enumerated().map { index, content in
            JSON.object([
                ("index", .number(index)),
                (
                    "message",
                    .object([("role", .string("assistant")), ("content", .string(content))])
                ),
                ("finish_reason", .string("stop")),
            ])
        }
        return .object(
            head("chat.completion", at: turn.job.created) + [
                ("choices", .array(choices)), ("usage", turn.usage(for: contents.joined())),
            ])
    }

    private func head(_ object: String, at time: Duration) -> [(String, JSON)] {
        let created = turn.site.stamp(id == nil ? time : turn.job.created)
        return [
            ("id", .string(id ?? "chatcmpl-\(created)")), ("object", .string(object)),
            ("created", .number(created)), ("model", .string(model)),
        ]
    }

    /// The ends in which relays report a failure inside a 200; nil when it does not fail.
    func failure(finish: [(String, JSON)] = []) -> [Answer.Piece]? {
        let end = turn.job.end
        switch turn.job.failure {
        case nil: return nil
        case .object(let code)?:
            let error = JSON.object([
                ("message", .string(turn.failureText)), ("type", .string("server_error")),
                ("code", .string(code)),
            ])
            return [Answer.Piece("data: \(JSON.object([("error", error)]).text)\n\n", at: end)]
        case .string?:
            return [
                chunk([("reasoning_content", .string(turn.failureText + "\n"))], at: end),
                usageChunk(for: turn.failureText, at: end),
            ]
        case .empty?, .null?: return [chunk([], finish: "stop", more: finish, at: end)]
        }
    }

    /// What the whole answer says in the end, when it fails; nil when it does not.
    var failureWords: String? {
        switch turn.job.failure {
        case nil: nil
        case .object?, .string?: turn.failureText
        case .empty?, .null?: ""
        }
    }
}

extension GenerationPlan.Step {
    /// With one decimal.
    var percent: String { "\(tenths / 10).\(tenths % 10)" }
}

extension FaultRule.Kind {
    /// Whether it changes the address of a video that is there.
    fileprivate var isAboutLink: Bool {
        switch self {
        case .noLink, .relativeLink, .link: true
        default: false
        }
    }
}
