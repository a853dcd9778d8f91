/// The addresses of the video in an answer, found by what its members are called rather than by a
/// list of paths: videos first, then results of no kind, each in the order of the answer.
struct AnswerLinks {
    /// The most addresses that are kept.
    static let linkLimit = 16

    /// What a member is likely to hold, the likeliest first.
    private enum Rank: Int, Comparable {
        /// The name, or one around it, speaks of a video.
        case video
        /// The address is that of a file of a video.
        case file
        /// The name speaks of a result.
        case result
        /// The name tells nothing.
        case other
        /// A video to look at before the real one is fetched: better than none.
        case spare

        static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    private let base: BaseURL
    private let takesReasons: Bool
    private let readsText: Bool
    private var found: [(rank: Rank, link: VideoLink)] = []
    /// True when the answer holds a video itself, as Base64.
    private(set) var hasInlineVideo = false

    /// `takesReasons`: old gateways put the address of a finished video into the reason of a
    /// failure. `readsText` is false where texts are pieces of a longer one.
    init(
        _ answer: JSONValue, base: BaseURL, takesReasons: Bool = false, readsText: Bool = true
    ) {
        self.base = base
        self.takesReasons = takesReasons
        self.readsText = readsText
        walk(answer, name: "", rank: .other, depth: 0)
    }

    /// The addresses, the one to fetch first at the start; none twice.
    var links: [VideoLink] {
        var links: [VideoLink] = []
        for rank in [Rank.video, .file, .result, .spare] where rank != .spare || links.isEmpty {
            for (_, link) in found.filter({ $0.rank == rank }) where !links.contains(link) {
                links.append(link)
            }
        }
        return Array(links.prefix(Self.linkLimit))
    }

    /// The addresses that surely are those of a video.
    var videos: [VideoLink] {
        links.filter { link in found.contains { $0.link == link && $0.rank <= .file } }
    }

    private mutating func walk(_ value: JSONValue, name: String, rank: Rank, depth: Int) {
        switch value {
        case .object(let object):
            for member in object.members {
                let name = foldedWord(member.name)
                guard !isPassedOver(name, member.value) else { continue }
                walk(member.value, name: name, rank: self.rank(name, within: rank), depth: depth)
            }
        case .array(let elements):
            for element in elements { walk(element, name: name, rank: rank, depth: depth) }
        case .string(let text):
            if depth < JSONDocument.stringDepthLimit, JSONDocument.looksLikeJSON(text) {
                if let inner = JSONValue(text) {
                    walk(inner, name: name, rank: rank, depth: depth + 1)
                }
            } else {
                take(text, rank: rank)
            }
        case .null, .bool, .number: break
        }
    }

    private func rank(_ name: String, within outer: Rank) -> Rank {
        if outer == .spare || Self.isSpare(name) { return .spare }
        if outer == .video || name.contains("video") || name == "mp4" || name == "mp4url" {
            return .video
        }
        return Self.results.contains(name) || takesReasons && name == "failreason" ? .result : outer
    }

    private static let results: Set<String> = [
        "url", "urls", "uri", "resulturl", "resulturls", "result", "results", "output", "outputs",
        "outputurl", "outputurls", "downloadurl", "downloadurls", "downloaduri", "fileurl",
        "fileuri", "mediaurl", "contenturl", "playurl", "src", "href", "link", "originurl",
        "originurls", "fullresultsurls", "fullresulturls", "generations", "samples",
    ]

    /// Parts of names whose members hold other things than the result.
    private static let elsewhere = [
        "image", "thumb", "cover", "poster", "preview", "frame", "avatar", "icon", "logo", "audio",
        "music", "subtitle", "input", "prompt", "reference", "request", "callback", "webhook",
        "notify", "statusurl", "pollingurl", "cancelurl", "responseurl", "queueurl", "logsurl",
        "weburl", "pageurl", "shareurl", "watchurl", "detailurl", "docurl", "docsurl", "helpurl",
        "documentation", "homepage", "website", "usage", "error", "param", "gif", "failreason",
        "failurereason", "support", "terms", "policy", "privacy",
    ]
    private static let elsewhereAlone: Set<String> = [
        "get", "cancel", "stream", "web", "logs", "help", "docs", "doc", "source", "model",
        "next", "prev", "previous", "self", "first", "last",
    ]

    /// Members that hold texts for people.
    private static let texts: Set<String> = ["message", "msg", "description", "title"]
    /// Members that hold texts which may be one piece of many.
    private static let pieces: Set<String> = ["content", "reasoningcontent", "reasoning", "text"]

    private static func isSpare(_ name: String) -> Bool {
        name.contains("video") && name.contains("preview")
            && !elsewhere.contains { $0 != "preview" && name.contains($0) }
    }

    private func isPassedOver(_ name: String, _ value: JSONValue) -> Bool {
        if takesReasons, name == "failreason" { return false }
        // "image to video" makes a video, and one with its sound is one.
        if ["tovideo", "2video", "videowithaudio", "videowithsound"].contains(where: {
            name.contains($0)
        })
            || Self.isSpare(name)
        {
            return false
        }
        if value.text != nil {
            if Self.texts.contains(name) || !readsText && Self.pieces.contains(name) { return true }
        }
        return Self.elsewhereAlone.contains(name)
            || Self.elsewhere.contains { name.contains($0) }
    }

    private mutating func take(_ text: String, rank: Rank) {
        let text = text.trimmedBlanks
        if InlineVideo.begins(text) {
            hasInlineVideo = true
            return
        }
        for candidate in Self.candidates(in: text, isNamed: rank != .other) {
            guard let link = VideoLink(candidate, relativeTo: base) else { continue }
            switch link.kind {
            case .video: found.append((rank == .spare ? .spare : min(rank, .file), link))
            case .unknown where rank != .other: found.append((rank, link))
            case .unknown, .otherFile: break
            }
        }
    }

    /// What in a text may be an address; one that is relative where the name of the member speaks
    /// of one.
    private static func candidates(in text: String, isNamed: Bool) -> [String] {
        let scheme = text.prefix(8).lowercased()
        if scheme.hasPrefix("http://") || scheme.hasPrefix("https://") {
            let inside = text.contains(where: { $0.isWhitespace }) ? files(in: text) : []
            guard inside.isEmpty else { return inside }
            let end = text.firstIndex(of: ":") ?? text.startIndex
            return [text[..<end].lowercased() + text[end...]]
        }
        if text.contains("](") || text.contains("http") { return files(in: text) }
        guard isNamed else { return [] }
        if text.hasPrefix("/") { return [text] }
        // Without its first slash it may be meant from the root.
        let isRelative =
            text.contains("/") && text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: ":") }
            && isFile(text)
        return isRelative ? [text, "/" + text] : []
    }

    /// The addresses of files of videos in running text.
    private static func files(in text: String) -> [String] {
        let targets = LinkExtraction.markdownTargets(in: text[...])
        let addresses = LinkExtraction.bareAddresses(in: text[...]).reversed()
        return (targets + addresses).map { LinkExtraction.trimmed($0) }.filter(isFile)
    }

    private static func isFile(_ address: String) -> Bool {
        let path = VideoLink.withoutQuery(address).lowercased()
        return VideoLink.videoEndings.contains { path.hasSuffix($0) }
    }
}

extension VideoLink {
    /// What the name of the file at an address says of it.
    enum Kind {
        case video
        case otherFile
        case unknown
    }

    var kind: Kind {
        let path = withoutQuery.lowercased()
        if Self.videoEndings.contains(where: path.hasSuffix) { return .video }
        return Self.otherEndings.contains(where: path.hasSuffix) ? .otherFile : .unknown
    }

    static let videoEndings = [".mp4", ".mov", ".webm", ".m4v"]
    private static let otherEndings = [
        ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".bmp", ".svg", ".mp3", ".wav", ".m4a",
        ".ogg", ".srt", ".vtt", ".json", ".txt", ".html", ".htm", ".pdf", ".md", ".m3u8", ".zip",
    ]
}
