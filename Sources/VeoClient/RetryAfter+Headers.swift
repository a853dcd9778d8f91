import NIOHTTP1

extension RetryAfter {
    /// The pause that an answer asks for in any of its headers: `retry-after-ms`, `Retry-After`,
    /// or the `openai-poll-after-ms` of the API that this one imitates.
    static func wish(in headers: HTTPHeaders, now: Int) -> Duration? {
        milliseconds("retry-after-ms", in: headers)
            ?? headers.first(name: "Retry-After").flatMap { parse($0, now: sent(headers) ?? now) }
            ?? milliseconds("openai-poll-after-ms", in: headers)
    }

    /// The pause before the next poll that a good answer asks for.
    static func pollWish(in headers: HTTPHeaders, now: Int) -> Duration? {
        milliseconds("openai-poll-after-ms", in: headers) ?? wish(in: headers, now: now)
    }

    /// When the answer was sent, by the clock of the server, which need not be right: a date in it is
    /// compared with another one of the same clock.
    private static func sent(_ headers: HTTPHeaders) -> Int? {
        headers.first(name: "Date").flatMap { unixSeconds(httpDate: $0.trimmedBlanks) }
    }

    private static func milliseconds(_ name: String, in headers: HTTPHeaders) -> Duration? {
        guard let text = headers.first(name: name)?.trimmedBlanks, let number = Double(text),
            number.isFinite, (0..<1e12).contains(number)
        else { return nil }
        return .milliseconds(Int64(clamping: number.rounded(.up)))
    }
}
