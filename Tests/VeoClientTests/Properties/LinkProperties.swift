#if !FUZZING
    @testable import VeoClient
#endif

/// The addresses in answers, and what is sent for them.
enum LinkProperties {
    private static let bases = [
        "https://api.example.com/v1/", "http://127.0.0.1:8080/v1/", "https://[::1]/a/b?c#d",
    ]

    /// Whatever stands where an address should: it is none, or one that can be gone to as it is,
    /// with every escape that it came with. True for an address.
    static func hold(for bytes: [UInt8]) -> Bool {
        var input = FuzzInput(bytes)
        let base = bases[input.byte() % bases.count]
        let text = String(decoding: input.rest, as: UTF8.self)
        _ = try? BaseURL(parsing: text)
        _ = LinkExtraction.bareAddresses(in: text[...]).map(LinkExtraction.trimmed)
        _ = LinkExtraction.markdownTargets(in: text[...])
        _ = LinkExtraction.members(in: text[...]) + LinkExtraction.sourceAttributes(in: text[...])
        _ = LinkFilter.withoutQueries(text)
        if let answer = JSONDocument(input.rest)?.value {
            for link in AnswerLinks(answer, base: .standard).links { check(link.url) }
        }
        guard let url = resolve(text, against: base) else { return false }
        check(url)
        let escapes = escapes(in: text)
        precondition(escapes.isEmpty || isSubsequence(escapes, self.escapes(in: url)), "an escape")
        precondition(VideoLink.withoutQuery(url).utf8.allSatisfy { $0 != 0x3f }, "a query")
        return true
    }

    private static func check(_ url: String) {
        guard let origin = Origin(url: url) else { preconditionFailure("no address") }
        precondition((1...65_535).contains(origin.port), "a port")
        precondition(resolve(url, against: bases[0]) == url, "encoded twice")
        let path = url.utf8.dropFirst(origin.scheme.utf8.count + 3).drop {
            $0 != 0x2f && $0 != 0x3f
        }
        precondition(path.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "illegal characters")
    }

    /// The escapes of the path and what follows it, without those that relative parts take away.
    private static func escapes(in text: String) -> [String] {
        guard !text.utf8.contains(UInt8(ascii: ".")) || text.hasPrefix("http") else { return [] }
        var found: [String] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, UInt8(digits, radix: 16) != nil,
                digits.first != "+", digits.first != "-"
            {
                found.append(digits)
            }
        }
        return found
    }

    private static func isSubsequence(_ part: [String], _ whole: [String]) -> Bool {
        var rest = whole[...]
        for element in part {
            guard let place = rest.firstIndex(of: element) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }

    static let seeds: [[UInt8]] = [
        "https://o.example/v?filename=视频.mp4&Signature=a%2Fb", "https://o.example:99999/x",
        "/v1/videos/1/content", "//cdn.example/x.mp4", "../x?y=%zz%41#a#b", "mailto:x",
        "http://user:pass@o.example/", "https://[::1]:443/[x]", "https://o.example:/x",
        "看 https://o.example/1.mp4点击 [v](https://o.example/a(1)) <video src='https://o.example/1'>",
        #"{"video_url":["https://o.example/1.mp4","/x"],"data":"{\"url\":\"https:\\/\\/o.example\"}"}"#,
        "https://o.example/a%2525%2F%c3%A9?x={a}|b^c`d\"e", "https://猫.example/x", "https://",
    ].map { [0] + Array($0.utf8) }
}
