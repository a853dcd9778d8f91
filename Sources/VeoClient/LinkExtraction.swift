/// Finds the link of a finished video in the text of a sync answer.
///
/// A Markdown link on a line of success comes first; else addresses of files of videos, wherever
/// they stand, before those that tell nothing: a Markdown link, a `src` attribute, a JSON member, a
/// bare address. An address that stands in the prompt or among the images of the request is never
/// the result.
struct LinkExtraction: Sendable {
    /// The most candidates of one kind that are looked at.
    static let candidateLimit = 256

    let base: BaseURL
    private let prompt: String
    private let imageURLs: [String]

    init(request: GenerationRequest, base: BaseURL) {
        self.base = base
        prompt = request.prompt
        imageURLs = request.images.compactMap { image in
            if case .url(let url) = image { url } else { nil }
        }
    }

    /// The links of a text whose echo was removed, the one to fetch first. Beside a failure only
    /// files of videos count: any other address is a pointer to some help page.
    func links(in text: Substring, besideFailure: Bool = false) -> [VideoLink] {
        let success = accepted(Self.successTargets(in: text))
        if !success.isEmpty {
            return success.filter { $0.kind == .video } + success.filter { $0.kind != .video }
        }
        // Without the mark of success the last one is the newest.
        let kinds = [
            Self.markdownTargets(in: text).reversed(), Self.sourceAttributes(in: text),
            Self.members(in: text), Self.bareAddresses(in: text),
        ].map { accepted($0) }
        let files = kinds.joined().filter { $0.kind == .video }
        return unique(files + (besideFailure ? [] : kinds.first { !$0.isEmpty } ?? []))
    }

    /// Whether an address may be the result: it stands neither in the prompt nor among the images.
    func mayBeResult(_ link: VideoLink) -> Bool {
        !prompt.contains(link.url) && !imageURLs.contains(link.url)
    }

    /// The targets on lines of success that no line of failure follows.
    private static func successTargets(in text: Substring) -> [String] {
        var targets: [String] = []
        for line in text.lines where targets.count < candidateLimit {
            if ChatTranscript.failureLine(in: line) != nil { targets.removeAll() }
            if line.unicodeScalars.contains("✅") { targets += markdownTargets(in: line) }
        }
        return targets
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
            // A poster frame may stand beside the video.
            guard text.hasPrefix("http") || text.hasPrefix("/"), !prompt.contains(text),
                let link = VideoLink(text, relativeTo: base), link.kind != .otherFile,
                !imageURLs.contains(text)
            else { continue }
            links.append(link)
        }
        return unique(links)
    }

    private func unique(_ links: some Sequence<VideoLink>) -> [VideoLink] {
        var seen: Set<VideoLink> = []
        return links.filter { seen.insert($0).inserted }
    }

    /// The targets of `](target)` and `](<target> "title")`, parentheses in balance.
    static func markdownTargets(in text: Substring) -> [String] {
        lastOccurrences(of: "](", in: text).map { rest in
            var depth = 0
            let start = rest.unicodeScalars.drop { $0 == " " || $0 == "<" }
            let target = start.prefix { scalar in
                if scalar == "(" { depth += 1 }
                if scalar == ")" { depth -= 1 }
                return depth >= 0 && !scalar.properties.isWhitespace && scalar != ">"
            }
            return String(target)
        }
    }

    /// The values of `src='…'` and `src="…"`.
    static func sourceAttributes(in text: Substring) -> [String] {
        (["'", "\""] as [Unicode.Scalar]).flatMap { quote in
            occurrences(of: "src=\(quote)", in: text).prefix(candidateLimit).map { rest in
                let value = rest.unicodeScalars.prefix { $0 != quote }
                return String(
                    String.UnicodeScalarView(
                        value.replacing("&amp;".unicodeScalars, with: "&".unicodeScalars)))
            }
        }
    }

    /// The values of `"video_url": "…"` and its synonyms.
    static func members(in text: Substring) -> [String] {
        ["\"video_url\"", "\"videoUrl\"", "\"url\"", "\"result_url\""].flatMap { name in
            occurrences(of: name, in: text).prefix(candidateLimit).compactMap { rest -> String? in
                let tail = rest.unicodeScalars.drop { $0 == ":" || $0.properties.isWhitespace }
                guard tail.first == "\"" else { return nil }
                let literal = tail.dropFirst().prefix { $0 != "\"" && $0.value >= 0x20 }
                return JSONValue("\"\(String(literal))\"")?.text
            }
        }
    }

    /// Every http or https address in running text, the last one first; see `glued`.
    static func bareAddresses(in text: Substring) -> [String] {
        lastOccurrences(of: "http", in: text) {
            $0.hasPrefix("://") || $0.hasPrefix("s://")
        }.reversed().flatMap { rest in
            glued(("http" + rest).unicodeScalars.prefix { !isStop($0) })
        }
    }

    /// What an address in running text may be when text of another script is glued to it: it ends
    /// behind the name of a video, or before letters with which a query ends.
    private static func glued(_ whole: Substring.UnicodeScalarView) -> [String] {
        let text = String(whole)
        // The next one of a list.
        if let next = text.firstRange(of: ",http") ?? text.firstRange(of: ";http") {
            return glued(text.unicodeScalars[..<next.lowerBound])
        }
        guard let first = text.unicodeScalars.firstIndex(where: { !$0.isASCII }) else {
            return [text]
        }
        let bytes = Array(text.utf8)
        let lowered = bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        for ending in VideoLink.videoEndings.map({ Array($0.utf8) }) {
            var start = 0
            while let range = lowered[start...].firstRange(of: ending) {
                if range.upperBound < bytes.count, bytes[range.upperBound] >= 0x80 {
                    return [String(decoding: bytes[..<range.upperBound], as: UTF8.self)]
                }
                start = range.upperBound
            }
        }
        let (head, tail) = (text[..<first], text[first...])
        let goesOn = tail.utf8.contains { "=&%?".utf8.contains($0) }
        return head.utf8.contains(UInt8(ascii: "?")) && !goesOn ? [String(head)] : [text]
    }

    /// What ends an address in running text: blanks, what no address holds, and the punctuation
    /// of other scripts.
    private static func isStop(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.value <= 0x20 || "\"<>`|\\^".unicodeScalars.contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
            return false
        default: return true
        }
    }

    /// The candidate without the punctuation of the sentence around it.
    static func trimmed(_ candidate: String) -> String {
        var text = candidate.unicodeScalars[...]
        while let last = text.last {
            if last == ")" {
                guard text.count(where: { $0 == ")" }) > text.count(where: { $0 == "(" }) else {
                    break
                }
            } else if !(last.isASCII
                ? ",.;:!?'\">]}*~".unicodeScalars.contains(last) : isStop(last))
            {
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
