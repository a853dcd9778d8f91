/// What goes wrong on purpose, and when: `STEPS[/STATE]:KIND[ & KIND…][CONDITIONS]`.
///
/// `create:status=503@2*1` answers the first attempt to create the second job with 503. Jobs are
/// numbered from 1 in order of acceptance, over both APIs; a request that would make a job counts
/// as the next one, and one that is about no job has the number 0. Without conditions the rule
/// holds for every job, every time.
package struct FaultRule: Sendable, Hashable {
    /// The request that a rule belongs to.
    package enum Step: String, Sendable, Hashable, CaseIterable {
        /// `POST /v1/videos`
        case create
        /// The same with a file in the form.
        case upload
        /// `GET /v1/videos/{id}`
        case status
        /// `POST /v1/chat/completions`
        case chat
        /// `GET /v1/videos/{id}/content`
        case content
        /// `GET /flow/{name}.mp4`
        case download
        /// `GET /v1/videos`
        case list
        /// `GET /v1/models`, and one of them
        case models
        /// `GET /api/user/self`
        case account

        /// Those that are about one job.
        package static let aboutJobs: [Step] = [
            .create, .upload, .status, .chat, .content, .download,
        ]
    }

    /// How far a job is, where a rule asks for it.
    enum JobState: String, Sendable, Hashable, CaseIterable {
        case queued, running, completed, failed

        /// The steps that may meet a job in any state.
        static let steps: [Step] = [.status, .content, .download]
    }

    let steps: [Step]
    /// The state in which the job must be; nil for any.
    let state: JobState?
    /// What happens, from left to right.
    let kinds: [Kind]
    let conditions: Conditions
    /// The rule as it was written.
    package let text: String

    /// Whether all that happens is in what the answer says, so that something on the way may come
    /// on top of it.
    var isContent: Bool { kinds.allSatisfy { $0.moment == .content } }

    func covers(job: Int) -> Bool { conditions.jobs.contains(job) }
}

/// Why a text is not a fault rule, and what would be one.
package struct FaultRuleError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String
    package var description: String { message }
}
