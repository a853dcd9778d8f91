/// One failed call of the API: what happened, what to do now, and whether a job may exist.
package struct ClientError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: Sendable, Hashable {
        /// 401: the gateway does not know the key.
        case invalidKey
        /// 402, or another status with the code of an empty account.
        case paymentRequired
        /// 403: the key may not do this.
        case forbidden
        /// 404: no such task, file or path.
        case notFound
        /// Another 4xx: the gateway refuses the request as it is.
        case refused
        /// 429, or another 4xx that says so: too many requests, or too many jobs at once.
        case rateLimited
        /// 5xx.
        case serverError
        /// An answer that cannot be understood: HTML, broken JSON, a missing id.
        case badAnswer
        /// The connection could not be made or broke.
        case connection
        /// A named deadline was reached.
        case timeout
        /// The server could not show that it is who it should be.
        case certificate
        /// A setting of this machine, a proxy or certificates, cannot be used.
        case setting
        /// The gateway says that the generation failed.
        case generationFailed
        /// The answer broke off: a video may exist and may be billed.
        case outcomeUnknown
        /// The task is completed, its file is not there yet.
        case notReady
        /// The bytes are no video.
        case notAVideo
        /// The file is shorter than it should be.
        case truncated
        /// More bytes than the named limit.
        case tooLarge
        /// A file on this machine could not be read or written; the value is `errno`.
        case file(Int32)
        /// The target of a download exists and must not be replaced.
        case targetExists
        /// The task was cancelled.
        case cancelled
    }

    /// The call that failed.
    package enum Step: String, Sendable, Hashable, CaseIterable {
        case create
        case status
        case chat
        case download
    }

    /// What became of a request that may start, and bill, a job.
    package enum Delivery: Sendable, Hashable {
        /// Surely no job: nothing, or no whole request, reached the server.
        case notSent
        /// The server answered that it does not do it.
        case refused
        /// Nobody knows: a job may run and may be billed.
        case unknown
        /// The call cannot start a job.
        case notApplicable
    }

    package var code: Code
    package var step: Step
    package var httpStatus: Int?
    /// The code in the error body of the API, such as `model_not_found`.
    package var apiCode: String?
    /// What happened, in one sentence without a full stop, ready to show.
    package var message: String
    /// What to do now; may be empty.
    package var advice: String
    package var delivery: Delivery
    /// How long the server asked to wait before the next try.
    package var retryAfter: Duration?
    /// Whether the error itself says that the request was not taken, whatever its status.
    var isKnownRefusal = false
    /// Whether a further try would surely end in the same way.
    var isSettled = false

    package init(
        code: Code, step: Step, httpStatus: Int? = nil, apiCode: String? = nil,
        message: String, advice: String = "", delivery: Delivery = .notApplicable,
        retryAfter: Duration? = nil
    ) {
        self.code = code
        self.step = step
        self.httpStatus = httpStatus
        self.apiCode = apiCode
        self.message = message
        self.advice = advice
        self.delivery = delivery
        self.retryAfter = retryAfter
    }

    /// Whether it is about a request that makes a job.
    package var isAboutMaking: Bool { step.startsJob }

    /// The message, and the advice where there is one.
    package var description: String { advice.isEmpty ? message : "\(message): \(advice)" }
}

extension ClientError.Step {
    /// True for the calls that start, and bill, a job.
    var startsJob: Bool { self == .create || self == .chat }

    /// What an interrupted call of this step leaves behind.
    var interruptedDelivery: ClientError.Delivery { startsJob ? .unknown : .notApplicable }

    /// What a call of this step leaves behind when the server said no.
    var refusedDelivery: ClientError.Delivery { startsJob ? .refused : .notApplicable }

    /// What a call of this step leaves behind when it never left.
    var unsentDelivery: ClientError.Delivery { startsJob ? .notSent : .notApplicable }

    /// The words of a message: "creating the task failed".
    var phrase: String {
        switch self {
        case .create: "creating the task"
        case .status: "asking for the status"
        case .chat: "the video request"
        case .download: "the download"
        }
    }

    static let unknownAdvice =
        "it may run and be billed: look into the console of the gateway before you send it again"
}
