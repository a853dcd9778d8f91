/// Finds the link of a finished video in the text of a sync answer.
///
/// The order decides: a Markdown link on the line of success, any Markdown link, a `src`
/// attribute, a JSON member, a bare address. An address that stands in the prompt or among the
/// images of the request is never the result.
struct LinkExtraction: Sendable {
    private let base: BaseURL
    private let prompt: String
    private let imageURLs: [String]

    init(request: GenerationRequest, base: BaseURL) {
        self.base = base
        prompt = request.prompt
        imageURLs = request.images.compactMap { image in
            if case .url(let url) = image { url } else { nil }
        }
    }

    /// The links of a text whose echo was removed, the one to fetch first.
    func links(in text: String, acceptingBare: Bool = true) -> [VideoLink] {
        let lines = text.split(whereSeparator: \.isNewline)
        let success = lines.filter { $0.contains("✅") }.flatMap { Self.markdownTargets(in: $0) }
        if case let links = accepted(success), !links.isEmpty { return links }
        var classes = [
            // Without the mark of success the last one is the newest.
            Self.markdownTargets(in: text[...]).reversed(),
            Self.sourceAttributes(in: text[...]),
            Self.members(in: text[...]),
        ]
        if acceptingBare { classes.append(Self.bareAddresses(in: text[...]).reversed()) }
        for candidates in classes {
            if case let links = accepted(candidates), !links.isEmpty { return links }
        }
        return []
    }

    /// A link that the gateway gave in a field of its own.
    func link(_ text: String) -> VideoLink? {
        accepted([text]).first
    }

    /// The text without the prompt that the gateway echoes as JSON in a fence at the start. The
    /// prompt cannot close the fence: inside JSON it has no line of its own.
    static func withoutEcho(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard start.hasPrefix("```") else { return text }
        let lines = start.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let label = lines[0].dropFirst(3).trimmedBlanks.lowercased()
        let end = lines.dropFirst().firstIndex { $0.trimmedBlanks.hasPrefix("```") }
        let inner = lines.dropFirst().prefix(upTo: end ?? lines.endIndex)
        guard label == "json" || label.isEmpty,
            inner.contains(where: { $0.contains("\"prompt\"") }) || end == nil
        else { return text }
        // A fence that is still open hides all, unless nothing says that it is the echo.
        guard let end else { return label == "json" ? "" : text }
        return lines[(end + 1)...].joined(separator: "\n")
    }

    private func accepted(_ candidates: [String]) -> [VideoLink] {
        var links: [VideoLink] = []
        for candidate in candidates {
            let text = Self.trimmed(candidate)
            guard text.hasPrefix("http") || text.hasPrefix("/"),
                !prompt.contains(text), !imageURLs.contains(text),
                let link = VideoLink(text, relativeTo: base), !links.contains(link)
            else { continue }
            links.append(link)
        }
        // A poster frame may stand beside the video.
        let videos = links.filter { !Self.isPicture($0) }
        return videos
    }

    private static func isPicture(_ link: VideoLink) -> Bool {
        let path = link.withoutQuery.lowercased()
        return [".jpg", ".jpeg", ".png", ".webp", ".gif"].contains { path.hasSuffix($0) }
    }

    /// The targets of `](target)` and `](<target> "title")`, parentheses in balance.
    static func markdownTargets(in text: Substring) -> [String] {
        occurrences(of: "](", in: text).map { rest in
            let start = rest.first == "<" ? rest.dropFirst() : rest
            var depth = 0
            return String(
                start.prefix { character in
                    if character == "(" { depth += 1 }
                    if character == ")" { depth -= 1 }
                    return depth >= 0 && !character.isWhitespace && character != ">"
                })
        }
    }

    /// The values of `src='…'` and `src="…"`.
    static func sourceAttributes(in text: Substring) -> [String] {
        ["'", "\""].flatMap { quote in
            occurrences(of: "src=\(quote)", in: text).map { rest in
                String(rest.prefix { $0 != Character(quote) }).replacing("&amp;", with: "&")
            }
        }
    }

    /// The values of `"video_url": "…"` and its synonyms.
    static func members(in text: Substring) -> [String] {
        ["\"video_url\"", "\"url\"", "\"result_url\""].flatMap { name in
            occurrences(of: name, in: text).compactMap { rest -> String? in
                let tail = rest.drop { $0 == ":" || $0.isWhitespace }
                guard tail.first == "\"" else { return nil }
                let literal = tail.dropFirst().prefix { $0 != "\"" && !$0.isNewline }
                // The only escape that an address needs is the one of the slash.
                return String(literal).replacing("\\/", with: "/")
                    .replacing("\\u0026", with: "&")
            }
        }
    }

    /// Every http or https address in running text.
    static func bareAddresses(in text: Substring) -> [String] {
        let stops: Set<Character> = [
            "\"", "<", ">", "`", "|", "\\", "，", "。", "）", "（", "】", "【", "」", "》", "、", "；", "”",
            "“", "！", "？", "\u{2019}",
        ]
        return occurrences(of: "http", in: text).compactMap { rest -> String? in
            guard rest.hasPrefix("://") || rest.hasPrefix("s://") else { return nil }
            return "http" + rest.prefix { !$0.isWhitespace && !stops.contains($0) }
        }
    }

    /// The candidate without the punctuation of the sentence around it, of both widths.
    static func trimmed(_ candidate: String) -> String {
        let always: Set<Character> = [
            ",", ".", ";", ":", "!", "?", "'", "\"", ">", "]", "}", "*", "~", "，", "。", "）", "】",
            "」", "》", "、", "；", "：", "！", "？", "”", "\u{2019}",
        ]
        var text = Substring(candidate)
        while let last = text.last {
            if last == ")" {
                guard text.count(where: { $0 == ")" }) > text.count(where: { $0 == "(" }) else {
                    break
                }
            } else if !always.contains(last) {
                break
            }
            text.removeLast()
        }
        return String(text)
    }

    /// What follows each occurrence of a text.
    private static func occurrences(of text: String, in whole: Substring) -> [Substring] {
        var found: [Substring] = []
        var rest = whole
        while let range = rest.firstRange(of: text) {
            rest = rest[range.upperBound...]
            found.append(rest)
        }
        return found
    }
}
