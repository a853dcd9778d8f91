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
        /// `GET /v1/videos/{id}`
        case status
        /// `POST /v1/chat/completions`
        case chat
        /// `GET /v1/videos/{id}/content`
        case content
        /// `GET /flow/{name}.mp4`
        case download
    }

    /// What the answer's body is replaced by. The request itself is carried out.
    enum Body: String, Hashable, Sendable, CaseIterable {
        /// Status 200 and a web page.
        case html
        /// Status 200 and nothing.
        case empty
        /// The right body, but only its first half, under a length that fits the half.
        case truncated
    }

    enum Cut: Hashable, Sendable {
        case percent(Int)
        case bytes(Int)

        /// How much of a body arrives.
        func length(of total: Int) -> Int {
            switch self {
            case .percent(let percent): total * percent / 100
            case .bytes(let bytes): min(bytes, total)
            }
        }
    }

    enum Kind: Hashable, Sendable {
        /// An error with the gateway's own body; the request is not carried out.
        case status(Int)
        /// 429 with `Retry-After`, in seconds of the client's own clock.
        case retryAfter(seconds: Int)
        case body(Body)
        /// The connection is reset before the request is looked at.
        case resetBefore
        /// The request is carried out, then the connection is reset instead of an answer.
        case resetAfter
        /// The body ends early and the connection is closed.
        case cut(Cut)
        /// A pause in simulated time: in the middle of a stream or file, else before the answer.
        case stall(Duration)
        /// The generation fails.
        case fail(FailureForm)
        /// A status that no document names.
        case unknownStatus
        /// Completed, but nothing says where the video is.
        case noLink
        /// Completed, with a link that is only a path.
        case relativeLink
        /// The content of a completed job is still JSON.
        case notReady
        /// 302 to another address.
        case redirect(String)
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
