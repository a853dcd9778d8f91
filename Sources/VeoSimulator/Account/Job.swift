/// Why a generation fails, and how the gateway says so.
enum FailureForm: Hashable, Sendable {
    /// `error` is an object with this code.
    case object(code: String)
    /// `error` is only a text.
    case string
    /// `error` is the empty text.
    case empty
    /// `error` is null.
    case null

    /// A refusal code that this kind of gateway passes on from its own upstream.
    static let defaultCode = "PUBLIC_ERROR_UNSAFE_GENERATION"
}

/// One accepted request for videos.
struct Job: Sendable {
    enum State: Sendable, Equatable {
        case queued
        case running(progress: Int)
        case completed
        case failed(FailureForm)
        /// Older than the gateway keeps anything.
        case expired
    }

    /// Jobs and their videos are kept for 24 hours.
    static let lifetime = Duration.seconds(24 * 60 * 60)

    /// Counted from 1, over both APIs, in order of acceptance.
    let number: Int
    /// What its names are made from.
    let uuid: String
    /// The name of the task, in the form of the profile.
    var id: String
    /// Whether it is a task that can be asked about.
    let isAsync: Bool
    let model: GatewayModel
    /// At most `JobTable.promptLimit` bytes of the prompt.
    let prompt: String
    /// Width and height as `720x1280`.
    let size: String
    /// The length that was asked for, in seconds.
    let seconds: String
    /// The id of the task that this one is a variation of.
    let remixedFrom: String?
    /// Simulated instant of acceptance.
    let created: Duration
    let plan: GenerationPlan
    /// Names of the videos, without the extension; one each.
    let files: [String]
    /// Set if the generation will end in a failure.
    let failure: FailureForm?

    var end: Duration { created + plan.total }

    /// In pixels.
    var width: Int { size.split(separator: "x").first.flatMap { Int($0) } ?? 720 }
    var height: Int { size.split(separator: "x").last.flatMap { Int($0) } ?? 1280 }
    var isLandscape: Bool { width > height }

    /// Quota units for all its videos.
    var price: Int { model.price * files.count }

    func state(at now: Duration) -> State {
        let elapsed = now - created
        if elapsed >= Self.lifetime { return .expired }
        if elapsed >= plan.total { return failure.map(State.failed) ?? .completed }
        if elapsed < plan.queued { return .queued }
        return .running(progress: plan.progress(after: elapsed))
    }
}
