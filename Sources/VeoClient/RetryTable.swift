/// What went wrong with one request, in the words of the retry table.
package enum RequestFault: String, Sendable, Hashable, CaseIterable {
    case notSent
    case untrusted
    case tooManyRequests
    case unavailable
    case modelNotServed
    case passedOn
    case notImplemented
    case denied
    case gone
    case perhapsTaken
    case otherRefusal
    case errorInside
    case broken
    case badBody
    case badFile
    case notReady
    case generationFailed
    case tooLarge
    case thisMachine
    case cancelled
}

/// What is sent again and what is not: the one value that decides whether a job may be billed
/// twice. The documentation shows the same table, and a test compares the two.
package struct RetryTable: Sendable {
    /// What becomes of a call that starts, and bills, a job.
    package enum Start: String, Sendable, Hashable {
        /// Surely no job exists, and the next try may succeed.
        case again = "again"
        /// Surely no job exists, and no further try would make one.
        case refused = "refused"
        /// A job may exist and may be billed: never sent again.
        case unknown = "unknown"
        /// The job ended; the sync API says so in its answer.
        case failed = "failed"
        /// It cannot happen to such a call.
        case none = "-"
    }

    /// What becomes of a call that only asks for the state of a job, or fetches its video.
    package enum Ask: String, Sendable, Hashable {
        case again = "again"
        /// It looks final, and is believed when it came several times in a row.
        case confirm = "again, then final"
        case final = "final"
        /// It cannot happen to such a call.
        case none = "-"
    }

    package struct Row: Sendable, Hashable {
        package let fault: RequestFault
        /// For people: a cell of the table in the documentation.
        package let words: String
        package let start: Start
        /// A poll: the job goes on meanwhile, and is paid for.
        package let ask: Ask
        /// A download.
        package let fetch: Ask
    }

    package static let rows = [
        Row(
            fault: .notSent, words: "no connection, or it broke before the request began to leave",
            start: .again, ask: .again, fetch: .again),
        Row(
            fault: .untrusted,
            words: "a certificate that is not trusted, or a proxy setting that cannot be used",
            start: .refused, ask: .confirm, fetch: .final),
        Row(
            fault: .tooManyRequests,
            words: "429, and every 4xx that speaks of too many requests or jobs at once",
            start: .again, ask: .again, fetch: .again),
        Row(fault: .unavailable, words: "503", start: .again, ask: .again, fetch: .again),
        Row(
            fault: .modelNotServed, words: "503 with the code `model_not_found`", start: .refused,
            ask: .again, fetch: .again),
        Row(
            fault: .passedOn, words: "408, 500, 502, 504, 520 to 530 and every other 5xx",
            start: .unknown, ask: .again, fetch: .again),
        Row(fault: .notImplemented, words: "501", start: .refused, ask: .again, fetch: .again),
        Row(
            fault: .denied,
            words: "401, 402, 403, and any status with the code of an empty account",
            start: .refused, ask: .confirm, fetch: .final),
        Row(fault: .gone, words: "404, 410", start: .refused, ask: .confirm, fetch: .final),
        Row(
            fault: .perhapsTaken, words: "303, 409, 499", start: .unknown, ask: .again,
            fetch: .final),
        Row(
            fault: .otherRefusal,
            words: "every other 3xx and 4xx, and a known refusal inside a 2xx",
            start: .refused, ask: .again, fetch: .final),
        Row(
            fault: .errorInside, words: "any other error inside a 2xx", start: .unknown,
            ask: .again, fetch: .again),
        Row(
            fault: .broken,
            words: "the connection broke, or a deadline passed, after the request began to leave",
            start: .unknown, ask: .again, fetch: .again),
        Row(
            fault: .badBody, words: "a web page, broken JSON or no id under a good status",
            start: .unknown, ask: .again, fetch: .again),
        Row(
            fault: .badFile, words: "a video that is cut short, or no video", start: .none,
            ask: .none, fetch: .again),
        Row(
            fault: .notReady, words: "the file of a completed job is not there yet", start: .none,
            ask: .none, fetch: .final),
        Row(
            fault: .generationFailed, words: "the gateway says that the generation failed",
            start: .failed, ask: .none, fetch: .final),
        Row(
            fault: .tooLarge, words: "an answer beyond its limit", start: .unknown,
            ask: .again, fetch: .final),
        Row(
            fault: .thisMachine, words: "a file of this machine, or the disk", start: .refused,
            ask: .final, fetch: .final),
        Row(
            fault: .cancelled, words: "cancelled after the request began to leave",
            start: .unknown, ask: .final, fetch: .final),
    ]

    /// Rows by fault; each fault has one.
    private static let byFault = Dictionary(uniqueKeysWithValues: rows.map { ($0.fault, $0) })

    package static func row(_ fault: RequestFault) -> Row {
        // A test sees that no fault is without a row; a missing one is never sent again.
        byFault[fault] ?? Row(fault: fault, words: "", start: .unknown, ask: .final, fetch: .final)
    }

    /// Whether the call is sent again at once, after its pause, when it met this error.
    package static func repeats(_ error: ClientError) -> Bool {
        let row = row(error.fault)
        if error.isSettled { return false }
        return switch error.step {
        case .create, .chat: row.start == .again
        case .status: row.ask == .again
        case .download: row.fetch == .again
        }
    }

    /// What an error that the gateway reports leaves behind.
    static func delivery(of fault: RequestFault, step: ClientError.Step) -> ClientError.Delivery {
        guard step.startsJob else { return .notApplicable }
        switch row(fault).start {
        case .again, .refused, .failed, .none: return .refused
        case .unknown: return .unknown
        }
    }
}

extension RequestFault {
    /// The row of an error that the gateway reports, by its status. An error inside a good status
    /// proves that no job was made only where it is a refusal of a known kind.
    init(status: Int, apiCode: String?, isQuota: Bool = false, isRefusal: Bool = false) {
        self =
            switch status {
            case 200..<300 where !isQuota: isRefusal ? .otherRefusal : .errorInside
            case _ where isQuota && status != 408 && status < 500: .denied
            case 429: .tooManyRequests
            case 503: apiCode == "model_not_found" ? .modelNotServed : .unavailable
            case 501: .notImplemented
            case 408, 500...: .passedOn
            case 401, 402, 403: .denied
            case 404, 410: .gone
            // A job is there already, or the gateway gave up waiting for the one it asked for.
            case 303, 409, 499: .perhapsTaken
            default: .otherRefusal
            }
    }
}

extension ClientError {
    /// The row of the retry table that this error belongs to.
    package var fault: RequestFault {
        switch code {
        case .invalidKey, .paymentRequired, .forbidden: return .denied
        case .notFound: return .gone
        case .rateLimited: return .tooManyRequests
        case .refused, .serverError:
            return httpStatus.map {
                RequestFault(status: $0, apiCode: apiCode, isRefusal: isKnownRefusal)
            } ?? .otherRefusal
        case .connection, .timeout: return delivery == .notSent ? .notSent : .broken
        case .certificate, .setting: return .untrusted
        case .badAnswer: return .badBody
        case .outcomeUnknown: return .broken
        case .notAVideo, .truncated: return .badFile
        case .notReady: return .notReady
        case .generationFailed: return .generationFailed
        case .tooLarge: return .tooLarge
        case .file, .targetExists: return .thisMachine
        case .cancelled: return .cancelled
        }
    }
}
