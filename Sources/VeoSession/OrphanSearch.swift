import VeoClient
import VeoLanguage

/// Which task of a gateway an unknown job may be: by its model, its text and its time, as far as
/// the gateway tells them.
struct OrphanSearch: Sendable {
    let job: Job
    private let models: Set<String>

    init(of job: Job, in catalog: ModelCatalog) {
        self.job = job
        models = Set(catalog.models.map(\.name))
    }

    /// How much the clocks of gateway and machine may differ, in milliseconds.
    static let clockDifference: Int64 = 2 * 60 * 1000
    /// How long a request may have been under way before the gateway made its job, in
    /// milliseconds: the deadline of a create.
    static let longestCreate: Int64 = 3 * 60 * 1000

    private var window: ClosedRange<Int64> {
        let sent = job.sentAt ?? job.createdAt
        return (sent - Self.clockDifference)...(sent + Self.longestCreate + Self.clockDifference)
    }

    /// A gateway on this machine may be a simulated one, whose clock runs at its own pace.
    private var hasOwnClock: Bool { job.baseURL.isLoopback }

    /// Unix seconds; older tasks need not be looked at. `nil` where time tells nothing.
    var earliest: Int? { hasOwnClock ? nil : Int(window.lowerBound / 1000) }

    func fits(_ task: VideoTask) -> Bool {
        // Gateways name the model that was asked for, or what they call the work.
        if let model = task.namedModel?.asItCame, model != job.model, models.contains(model) {
            return false
        }
        if let prompt = task.prompt?.asItCame, !Self.isSame(prompt, job.prompt) { return false }
        return isInTime(task) ?? true
    }

    /// Whether there is more to go by than the model.
    func isSure(of task: VideoTask) -> Bool {
        task.prompt != nil || isInTime(task) == true
    }

    /// `nil` where that cannot be told.
    private func isInTime(_ task: VideoTask) -> Bool? {
        guard !hasOwnClock, let created = Session.milliseconds(task.createdAt) else { return nil }
        return window.contains(created)
    }

    /// Gateways may trim a text, or cut a long one short.
    private static func isSame(_ listed: String, _ sent: String) -> Bool {
        func bare(_ text: String) -> String {
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let (listed, sent) = (bare(listed), bare(sent))
        return listed == sent || (listed.count >= shortestCut && sent.hasPrefix(listed))
    }

    /// Characters of a text that was cut short and still tells one job from another.
    private static let shortestCut = 40
}

extension Job {
    /// Unknown, and without an id by which the gateway could be asked.
    var isOrphan: Bool { state == .unknown && mode == .async && serverID == nil }
}
