#if !FUZZING
    @testable import VeoClient
#endif

/// Pauses, tags and addresses in headers.
enum HeaderProperties {
    /// Whatever a header holds is bounded or nothing. True for a header that says something.
    static func hold(for bytes: [UInt8]) -> Bool {
        var input = FuzzInput(bytes)
        let now = Int(input.byte()) << 23
        let text = String(decoding: input.rest, as: UTF8.self)
        var isGood = false
        if let pause = RetryAfter.parse(text, now: now) {
            precondition(pause >= .zero && pause < .seconds(300_000_000_000), "a pause")
            isGood = true
        }
        if let tag = HeaderNumbers.strongTag(text) {
            precondition(tag.utf8.count <= HeaderNumbers.tagByteLimit, "a tag")
            precondition(tag.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "a tag")
            isGood = true
        }
        for url in [text, resolve(text, against: "https://o.example/v1/x") ?? ""] {
            guard let origin = Origin(url: url) else { continue }
            precondition((1...65_535).contains(origin.port), "a port")
            precondition(!origin.host.isEmpty && ["http", "https"].contains(origin.scheme))
            precondition(origin.canonical.canonical == origin.canonical, "spelled twice")
            isGood = true
        }
        return isGood
    }

    static let seeds: [[UInt8]] = [
        "120", "1.5", "1e308", "NaN", "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 9999 23:59:60 GMT", "\"A1\"", "W/\"A1\"", "https://o.example:443/x",
        "http://o.example:99999/", "//[::1]:8080/x", "https://u:p@o.example:1/", "../a?b",
        "http://",
    ].map { [80] + Array($0.utf8) }
}
