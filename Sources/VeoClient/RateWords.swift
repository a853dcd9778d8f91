/// What gateways call a limit of requests or of jobs at once. It comes with 429, and with other
/// refusals; an empty account comes with 429, too, and is another matter.
extension FailureAdvice {
    static let rateWords = [
        "concurren", "too many requests", "too many jobs", "too many tasks", "too many videos",
        "too many generations", "rate limit", "rate_limit", "ratelimit", "per minute",
        "per_minute", "per second", "并发", "queue is full", "queue full", "queue_full",
        "task limit", "job limit", "too busy", "server is busy", "system is busy", "任务数已",
        "任务数量", "任务数达", "任务数超", "任务已达上限", "任务过多", "队列已满", "排队已满", "请求过于频繁", "请求频繁",
        "稍后再试", "稍后重试", "繁忙",
    ]

    /// "You have reached the maximum number of running tasks".
    private static func isMaximum(_ text: String) -> Bool {
        text.contains("maximum number of")
            && ["tasks", "jobs", "generations", "requests"].contains { text.contains($0) }
    }

    /// Whether an error says that it is a matter of time or of places.
    static func isRate(_ failure: APIFailure) -> Bool {
        guard ![failure.code, failure.type].contains(where: isEmptyAccount),
            !hasRefusalCode(failure)
        else { return false }
        let text = [failure.code, failure.type, failure.message].compactMap { $0?.lowercased() }
            .joined(separator: " ")
        guard !quotaPhrases.contains(where: { text.contains($0) }) else { return false }
        return rateWords.contains { text.contains($0) } || isMaximum(text)
    }

    /// `insufficient_quota` and its kin are of the account, whatever is said with them.
    private static func isEmptyAccount(_ word: String?) -> Bool {
        word.map { $0.lowercased().hasPrefix("insufficient") } ?? false
    }
}
