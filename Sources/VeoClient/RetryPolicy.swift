/// Which failed tries are repeated, how often and after how long.
package struct RetryPolicy: Sendable {
    /// The tries of one step, the first included.
    package var tries: Int
    /// The longest pause before the second try; it doubles from try to try.
    package var baseDelay: Duration
    /// The longest pause between two tries.
    package var maximumDelay: Duration
    /// The longest `Retry-After` that is obeyed; a longer wish is cut to this and said.
    package var retryAfterLimit: Duration
    /// The tries to fetch the file of a completed task that is not there yet.
    package var notReadyTries: Int
    /// The pause between them.
    package var notReadyDelay: Duration
    /// A number in 0..<1 for each pause, so that a hundred jobs do not come back together.
    package var random: @Sendable () -> Double

    package init(
        tries: Int = 5,
        baseDelay: Duration = .seconds(1),
        maximumDelay: Duration = .seconds(30),
        retryAfterLimit: Duration = .seconds(120),
        notReadyTries: Int = 5,
        notReadyDelay: Duration = .seconds(3),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.tries = max(tries, 1)
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.retryAfterLimit = retryAfterLimit
        self.notReadyTries = max(notReadyTries, 1)
        self.notReadyDelay = notReadyDelay
        self.random = random
    }

    package static let standard = RetryPolicy()

    /// True when the step may be tried again after this failure.
    ///
    /// A status or a download may always be asked for again. A call that starts a job is repeated
    /// only when surely no job exists: nothing was sent, or the gateway said 429 or 503.
    package func isRepeatable(_ error: ClientError) -> Bool {
        switch error.code {
        case .invalidKey, .paymentRequired, .forbidden, .notFound, .generationFailed,
            .outcomeUnknown, .notReady, .tooLarge, .file, .targetExists, .cancelled:
            return false
        case .rateLimited:
            return true
        case .serverError:
            if error.step.startsJob {
                return error.httpStatus == 503 && error.apiCode != "model_not_found"
            }
            return true
        case .refused:
            return error.httpStatus == 408 && !error.step.startsJob
        case .connection, .timeout:
            return error.delivery == .notSent || error.delivery == .notApplicable
        case .badAnswer, .notAVideo, .truncated:
            return !error.step.startsJob
        }
    }

    /// The pause after the try with this number (the first is 1): the wish of the server, else
    /// an exponentially growing range with full jitter.
    package func delay(afterTry attempt: Int, retryAfter: Duration?) -> Duration {
        if let retryAfter { return min(max(retryAfter, .zero), retryAfterLimit) }
        // The exponent is bounded so that the multiplication cannot overflow.
        let longest = min(baseDelay * (1 << min(max(attempt - 1, 0), 16)), maximumDelay)
        return longest * random()
    }
}

/// One failed try that is going to be repeated, to be shown.
package struct RetryNotice: Sendable, Hashable {
    package let step: ClientError.Step
    /// The number of the try that failed, from 1.
    package let attempt: Int
    /// How many tries the step has in all.
    package let of: Int
    /// How long the client waits now.
    package let delay: Duration
    /// Why, ready to show, in one sentence without a full stop.
    package let reason: String
}

/// The value of a `Retry-After` header (RFC 9110 section 10.2.3).
enum RetryAfter {
    /// The pause it asks for: seconds (also with decimals) or an HTTP date, of which `now` is
    /// subtracted (Unix seconds). Nil when it cannot be read.
    static func parse(_ text: String, now: Int) -> Duration? {
        let value = text.trimmedBlanks
        if let seconds = Double(value), seconds.isFinite, seconds >= 0, seconds < 1e9 {
            return .milliseconds(Int64((seconds * 1_000).rounded(.up)))
        }
        return unixSeconds(httpDate: value).map { .seconds(max($0 - now, 0)) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` as Unix seconds; the two obsolete forms are not read.
    static func unixSeconds(httpDate: String) -> Int? {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let fields = httpDate.split(separator: " ")
        guard fields.count == 6, fields[5] == "GMT", let day = Int(fields[1]),
            let month = months.firstIndex(of: String(fields[2])), let year = Int(fields[3]),
            (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let time = fields[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
            (0...60).contains(time[2])
        else { return nil }
        // Days since 1 March of year 0, with the leap day at the end of the year.
        let shifted = month < 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
        let daysTo1970 = 719_468
        return (days - daysTo1970) * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
    }
}

extension StringProtocol {
    /// The text without spaces, tabs and line ends around it.
    var trimmedBlanks: String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        var text = Substring(self)
        while let first = text.first, blanks.contains(first) { text.removeFirst() }
        while let last = text.last, blanks.contains(last) { text.removeLast() }
        return String(text)
    }
}
