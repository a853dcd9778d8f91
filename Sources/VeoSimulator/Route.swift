import HTTPTypes

/// What a request asks for.
enum Route: Sendable, Equatable {
    case create
    case status(id: String)
    case content(id: String)
    case chat
    case models
    /// A finished video by its name without the extension; HEAD is possible.
    case file(name: String)
    case journal
    case unknown

    /// - Parameter path: without the query.
    init(method: HTTPRequest.Method, path: some StringProtocol) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        switch (method, parts.count, parts.first, parts.dropFirst().first) {
        case (.post, 2, "v1", "videos"): self = .create
        case (.get, 3, "v1", "videos"): self = .status(id: String(parts[3]))
        case (.get, 4, "v1", "videos") where parts[4] == "content":
            self = .content(id: String(parts[3]))
        case (.post, 3, "v1", "chat") where parts[3] == "completions": self = .chat
        case (.get, 2, "v1", "models"): self = .models
        case (.get, 2, "simulator", "journal"): self = .journal
        case (.get, 2, "flow", let file?), (.head, 2, "flow", let file?):
            self = file.hasSuffix(".mp4") ? .file(name: String(file.dropLast(4))) : .unknown
        default: self = .unknown
        }
    }

    var step: FaultRule.Step? {
        switch self {
        case .create: .create
        case .status: .status
        case .content: .content
        case .chat: .chat
        case .file: .download
        case .models, .journal, .unknown: nil
        }
    }

    /// Whether the API key must come with the request; links to videos are open, as recorded.
    var needsKey: Bool {
        switch self {
        case .create, .status, .content, .chat, .models: true
        case .file, .journal, .unknown: false
        }
    }
}
