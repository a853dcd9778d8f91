/// One thing that goes wrong on purpose: `STEP:KIND[=ARGUMENT][@JOBS][*COUNT]`.
///
/// `create:status=503@2*1` answers the first attempt to create the second job with 503. Jobs are
/// numbered from 1 in order of acceptance, over both APIs; a request that would make a job counts
/// as the next one. Without `@JOBS` the rule holds for every job, without `*COUNT` every time;
/// the count is per job.
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
    }

    package let step: Step
    let kind: Kind
    /// Numbers of the jobs; empty for all.
    let jobs: [ClosedRange<Int>]
    /// How often the rule is applied to a job; nil for always.
    let count: Int?
    /// The rule as it was written.
    package let text: String

    func covers(job: Int) -> Bool {
        jobs.isEmpty || jobs.contains { $0.contains(job) }
    }
}

/// Why a text is not a fault rule, and what would be one.
package struct FaultRuleError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String
    package var description: String { message }
}
