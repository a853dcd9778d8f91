/// What the simulator noted about one request.
package struct JournalEntry: Sendable, Equatable {
    /// Simulated time since the start.
    package let time: Duration
    /// Nil for requests that belong to no step, such as `DELETE /v1/videos/{id}`.
    package let step: FaultRule.Step?
    package let method: String
    /// The path without its query, cut at 256 characters, with the key made unreadable.
    package let path: String
    /// Number of the job, counted from 1 in order of acceptance.
    package let job: Int?
    /// The id of the task that this request made.
    package let task: String?
    /// What the job that this request made is to show, cut and without the key as the path is.
    package let prompt: String?
    /// Nil if the connection was reset instead of an answer.
    package let status: Int?
    /// Quota units that this request held (create) or paid (chat); negative where a failed task
    /// gave its price back.
    package let charge: Int
    /// The fault rule that was applied, as it is written.
    package let fault: String?
}

extension JournalEntry {
    /// A failed task gives its price back: a line of its own, though nobody asked, so that the
    /// charges of the journal add up to what the account was charged.
    init(refundOf job: Job) {
        self.init(
            time: job.end, step: nil, method: "refund", path: "/v1/videos/\(job.id)",
            job: job.number, task: nil, prompt: nil, status: nil, charge: -job.price, fault: nil)
    }
}

/// The latest requests, in order.
struct Journal: Sendable {
    /// Most entries in memory; the oldest half goes when they are reached.
    static let limit = 20_000

    private(set) var entries: [JournalEntry] = []

    mutating func append(_ entry: JournalEntry) {
        if entries.count >= Self.limit { entries.removeFirst(Self.limit / 2) }
        entries.append(entry)
    }
}

extension JournalEntry {
    /// One line of `GET /simulator/journal`.
    var json: JSON {
        let milliseconds = Int(clamping: time / .milliseconds(1))
        return .object([
            ("time_ms", .number(milliseconds)),
            ("step", step.map { .string($0.rawValue) } ?? .null),
            ("method", .string(method)),
            ("path", .string(path)),
            ("job", job.map(JSON.number) ?? .null),
            ("task", task.map(JSON.string) ?? .null),
            ("prompt", prompt.map(JSON.string) ?? .null),
            ("status", status.map(JSON.number) ?? .null),
            ("charge", .number(charge)),
            ("fault", fault.map(JSON.string) ?? .null),
        ])
    }
}
