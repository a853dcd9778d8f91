/// What can be asked of a job, by the names that `${job.…}` takes.
package enum JobField: String, Sendable, CaseIterable {
    case name
    case number
    case id
    case model
    case mode
    case status
    case progress
    case prompt
    case seconds
    case size
    case created
    case completed
    case elapsed
    case cost
    case url
    case file
    case bytes
    case error

    /// Whether it can be part of the path that a video is saved under: known before the download,
    /// and nothing that a server chose.
    package var canStandInPath: Bool {
        switch self {
        case .id, .url, .file, .bytes, .error: false
        case .name, .number, .model, .mode, .status, .progress, .prompt, .seconds, .size,
            .created, .completed, .elapsed, .cost:
            true
        }
    }

    /// The fields of an output path, in the order of the language page.
    package static let pathFields = allCases.filter(\.canStandInPath)

    /// How its values compare.
    package var kind: Kind {
        switch self {
        case .number, .progress, .seconds, .bytes: .number
        case .cost: .amount
        case .elapsed: .duration
        case .size: .size
        case .status: .status
        case .mode: .mode
        case .name, .id, .model, .prompt, .created, .completed, .url, .file, .error: .text
        }
    }

    package enum Kind: Sendable {
        case text
        case number
        /// Dollars.
        case amount
        case duration
        /// `720x1280`
        case size
        case status
        case mode
    }
}

/// The states of a job, as `${job.status}` and `expect` name them.
package enum JobStatus: String, Sendable, CaseIterable {
    case unsent
    case submitting
    case queued
    case running
    case completed
    case failed
    case unknown
    case stale

    private static let synonyms = [
        "done": completed, "complete": completed, "success": completed, "succeeded": completed,
        "ok": completed, "finished": completed, "error": failed, "failure": failed,
        "pending": queued, "waiting": unsent, "in_progress": running, "processing": running,
    ]

    package static func parse(_ text: String) throws(ValueError) -> JobStatus {
        if let meant = synonyms[text.lowercased()] {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is not a status",
                label: "did you mean '\(meant.rawValue)'?",
                help: "status is \(ValueError.alternatives(allCases.map(\.rawValue)))")
        }
        return try ValueError.choice(text, of: "a status", named: "status")
    }
}
