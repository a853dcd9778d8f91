/// Finds the link of a finished video in the text of a sync answer.
///
/// The order decides: a Markdown link on the line of success, any Markdown link, a `src`
/// attribute, a JSON member, a bare address. An address that stands in the prompt or among the
/// images of the request is never the result.
struct LinkExtraction: Sendable {
    /// The most candidates of one kind that are looked at.
    static let candidateLimit = 256

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
    func links(in text: Substring, acceptingBare: Bool = true) -> [VideoLink] {
        var success: [String] = []
        for line in text.lines where success.count < Self.candidateLimit {
            if line.contains("✅") { success += Self.markdownTargets(in: line) }
        }
        // Without the mark of success the last one is the newest.
        let kinds: [() -> [String]] = [
            { success }, { Self.markdownTargets(in: text).reversed() },
            { Self.sourceAttributes(in: text) }, { Self.members(in: text) },
            { acceptingBare ? Self.bareAddresses(in: text).reversed() : [] },
        ]
        for candidates in kinds {
            if case let links = accepted(candidates()), !links.isEmpty { return links }
        }
        return []
    }

    /// A link that the gateway gave in a field of its own.
    func link(_ text: String) -> VideoLink? {
        accepted([text]).first
    }

    /// The text without the prompt that the gateway echoes as JSON in a fence at the start. The
    /// prompt cannot close the fence: inside JSON it has no line of its own.
    static func withoutEcho(_ text: String) -> Substring {
        let start = text.drop { $0.isWhitespace }
        guard start.hasPrefix("```") else { return text[...] }
        var lines = start.lines.makeIterator()
        let label = (lines.next() ?? "").dropFirst(3).trimmedBlanks.lowercased()
        guard label == "json" || label.isEmpty else { return text[...] }
        var isEcho = false
        while let line = lines.next() {
            if line.drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("```") {
                return isEcho ? start[line.endIndex...] : text[...]
            }
            isEcho = isEcho || line.contains("\"prompt\"")
        }
        // A fence that is still open hides all, unless nothing says that it is the echo.
        return label == "json" ? text[text.endIndex...] : text[...]
    }

    private func accepted(_ candidates: [String]) -> [VideoLink] {
        var links: [VideoLink] = []
        for candidate in candidates where candidate.utf8.count <= VideoLink.byteLimit {
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
        lastOccurrences(of: "](", in: text).map { rest in
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
            occurrences(of: "src=\(quote)", in: text).prefix(candidateLimit).map { rest in
                String(rest.prefix { $0 != Character(quote) }).replacing("&amp;", with: "&")
            }
        }
    }

    /// The values of `"video_url": "…"` and its synonyms.
    static func members(in text: Substring) -> [String] {
        ["\"video_url\"", "\"url\"", "\"result_url\""].flatMap { name in
            occurrences(of: name, in: text).prefix(candidateLimit).compactMap { rest -> String? in
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
        return lastOccurrences(of: "http", in: text) {
            $0.hasPrefix("://") || $0.hasPrefix("s://")
        }.map { rest in
            "http" + rest.prefix { !$0.isWhitespace && !stops.contains($0) }
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

    /// What follows each occurrence of a text, as much of it as an address may be long, and a
    /// little more.
    private static func occurrences(
        of text: String, in whole: Substring
    ) -> some Sequence<Substring> {
        let (wanted, bytes) = (Array(text.utf8), whole.utf8)
        return sequence(state: bytes.startIndex) { index -> Substring? in
            while index < bytes.endIndex {
                if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) {
                    bytes.formIndex(&index, offsetBy: wanted.count)
                    return Substring(bytes[index...].prefix(VideoLink.byteLimit + 2))
                }
                bytes.formIndex(after: &index)
            }
            return nil
        }
    }

    /// The last of them that hold a condition.
    private static func lastOccurrences(
        of text: String, in whole: Substring, where holds: (Substring) -> Bool = { _ in true }
    ) -> [Substring] {
        var found: [Substring] = []
        for rest in occurrences(of: text, in: whole) where holds(rest) {
            if found.count == 2 * candidateLimit { found.removeFirst(candidateLimit) }
            found.append(rest)
        }
        return found.suffix(candidateLimit)
    }
}
