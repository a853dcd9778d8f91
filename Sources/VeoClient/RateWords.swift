/// What gateways call a limit of requests or of jobs at once. It comes with 429, and with other
/// refusals; an empty account comes with 429, too, and is another matter.
extension FailureAdvice {
    private static let rateWords = [
        "concurren", "too many requests", "too many jobs", "too many tasks", "rate limit",
        "rate_limit", "ratelimit", "per minute", "per_minute", "per second", "并发",
    ]

    /// Whether an error says that it is a matter of time or of places.
    static func isRate(_ failure: APIFailure) -> Bool {
        guard ![failure.code, failure.type].contains(where: isEmptyAccount) else { return false }
        let text = [failure.code, failure.type, failure.message].compactMap { $0?.lowercased() }
            .joined(separator: " ")
        guard !quotaPhrases.contains(where: { text.contains($0) }) else { return false }
        return rateWords.contains { text.contains($0) }
    }

    /// `insufficient_quota` and its kin are of the account, whatever is said with them.
    private static func isEmptyAccount(_ word: String?) -> Bool {
        word.map { $0.lowercased().hasPrefix("insufficient") } ?? false
    }
}
