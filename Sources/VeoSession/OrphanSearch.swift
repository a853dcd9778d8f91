import VeoClient
import VeoLanguage

/// Which task of a gateway an unknown job may be. Model and text decide, as far as the gateway
/// tells them. Time only orders: the clocks of gateway and machine need not agree.
struct OrphanSearch: Sendable {
    let job: Job
    private let models: Set<String>

    init(of job: Job, in catalog: ModelCatalog) {
        self.job = job
        models = Set(catalog.models.map(\.name))
    }

    /// What speaks for a task, the least first.
    enum Fit: Int, Sendable, Hashable, Comparable {
        /// The gateway tells no text.
        case model
        /// The text as far as the gateway shows it.
        case cutText
        case text

        static func < (one: Fit, other: Fit) -> Bool { one.rawValue < other.rawValue }
    }

    /// How far the clocks of gateway and machine may differ where the time is all that there is,
    /// in milliseconds.
    static let clockDifference: Int64 = 2 * 60 * 1000
    /// How long a request may have been under way before the gateway made its job, in
    /// milliseconds: the deadline of a create.
    static let longestCreate: Int64 = 3 * 60 * 1000
    /// How far back from its newest task the list of a gateway is read beyond the age of the job,
    /// in seconds: its clock may have been set, and zones are a day apart at most.
    static let readingMargin = 26 * 3600

    /// `nil` for another job.
    func fit(_ task: VideoTask) -> Fit? {
        // Gateways name the model that was asked for, or what they call the work.
        if let model = task.namedModel?.asItCame, model != job.model, models.contains(model) {
            return nil
        }
        guard let prompt = task.prompt?.asItCame else { return .model }
        return Self.fit(listed: prompt, sent: job.prompt)
    }

    /// Whether it is this job beyond doubt, where no other task fits as well.
    func isSure(_ fit: Fit, of task: VideoTask) -> Bool { fit == .text || isInTime(task) == true }

    /// Whether the gateway made it while the request was under way; `nil` where that cannot be
    /// told: a gateway on this machine may be a simulated one, whose clock runs at its own pace.
    func isInTime(_ task: VideoTask) -> Bool? {
        guard !job.baseURL.isLoopback, let distance = distance(task) else { return nil }
        return (-Self.clockDifference...(Self.longestCreate + Self.clockDifference))
            .contains(distance)
    }

    /// From the sending to the making, each by its own clock, in milliseconds.
    private func distance(_ task: VideoTask) -> Int64? {
        VideoTask.milliseconds(task.createdAt).map { made in
            let (distance, overflow) = made.subtractingReportingOverflow(
                job.sentAt ?? job.createdAt)
            return overflow ? .max : distance
        }
    }

    /// The tasks that may be the job: the best kind alone, those nearest in time first.
    func candidates(_ tasks: [VideoTask]) -> (fit: Fit, tasks: [VideoTask])? {
        let fits = tasks.compactMap { task in fit(task).map { (fit: $0, task: task) } }
        guard let best = fits.map(\.fit).max() else { return nil }
        let found = fits.filter { $0.fit == best }.map(\.task)
        return (best, found.sorted { nearness($0) < nearness($1) })
    }

    private func nearness(_ task: VideoTask) -> UInt64 { distance(task)?.magnitude ?? .max }

    /// Gateways may trim a text, or cut a long one short, with or without a mark.
    private static func fit(listed: String, sent: String) -> Fit? {
        func bare(_ text: String) -> String {
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let (listed, sent) = (bare(listed), bare(sent))
        if listed == sent { return .text }
        let start = cutMarks.first { listed.hasSuffix($0) }.map { mark in
            bare(String(listed.dropLast(mark.count)))
        }
        let shown = start ?? listed
        return shown.count >= shortestCut && sent.hasPrefix(shown) ? .cutText : nil
    }

    private static let cutMarks = ["…", "..."]
    /// Characters of a text that was cut short and still tells one job from another.
    private static let shortestCut = 40
}

extension Job {
    /// Unknown, and without an id by which the gateway could be asked.
    var isOrphan: Bool { state == .unknown && mode == .async && serverID == nil }
}
