/// How far a task is. A word that nobody knows never means "done".
package enum TaskStatus: String, Sendable, Hashable, CaseIterable {
    case queued
    case running
    case completed
    case failed
    /// A word that is in no table: go on asking.
    case unrecognized

    /// What servers say, and what it means; `completed` and `failed` end the task. The topic
    /// `states` of `help` shows the same words (a test compares the two). Neither case nor blanks,
    /// `_` and `-` count.
    package static let words: [(status: TaskStatus, words: [String])] = [
        (
            .queued,
            [
                "queued", "queue", "in_queue", "queueing", "queuing", "pending", "submitted",
                "submitting", "waiting", "wait", "not_start", "not_started", "created", "preparing",
                "starting", "scheduled", "accepted", "received", "init", "initializing",
                "initialized", "new", "throttled",
            ]
        ),
        (
            .running,
            [
                "running", "processing", "process", "in_progress", "progress", "generating",
                "active", "started", "executing", "working", "rendering", "dreaming", "ongoing",
                "doing", "uploading", "downloading", "retrying", "suspended", "paused",
            ]
        ),
        (
            .completed,
            [
                "completed", "complete", "success", "successful", "succeeded", "succeed",
                "finished", "finish", "done", "generated",
            ]
        ),
        (
            .failed,
            [
                "failed", "failure", "fail", "error", "errored", "cancelled", "canceled", "cancel",
                "expired", "timeout", "timed_out", "rejected", "refused", "blocked", "filtered",
                "moderation", "moderated", "content_moderated", "request_moderated",
                "moderation_failed", "content_filter", "content_policy_violation", "nsfw", "unsafe",
                "aborted", "terminated", "stopped", "deleted",
            ]
        ),
    ]

    /// What may stand before any of the words.
    package static let prefixes = [
        "media_generation_status_", "generation_status_", "task_status_", "video_status_",
        "job_status_", "job_state_", "status_", "state_",
    ]

    private static let byWord = Dictionary(
        words.flatMap { row in row.words.map { (foldedWord($0), row.status) } },
        uniquingKeysWith: { first, _ in first })
    private static let foldedPrefixes = prefixes.map(foldedWord)

    package init(word: String) {
        let word = foldedWord(word)
        let rest = Self.foldedPrefixes.first { word.hasPrefix($0) }.map { word.dropFirst($0.count) }
        self = Self.byWord[word] ?? rest.flatMap { Self.byWord[String($0)] } ?? .unrecognized
    }

    /// Whether the task has ended.
    package var isFinal: Bool { self == .completed || self == .failed }
}
