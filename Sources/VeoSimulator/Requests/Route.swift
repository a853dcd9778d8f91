import HTTPTypes

/// What a request asks for.
enum Route: Sendable, Equatable {
    case create
    case list
    case status(id: String)
    case delete(id: String)
    case content(id: String)
    case remix(id: String)
    case chat
    case models
    case model(name: String)
    /// The account: what is left and what was spent.
    case account
    /// A finished video by its name without the extension; HEAD is possible.
    case file(name: String)
    case journal
    /// A path of the gateway, but not with this method.
    case wrongMethod
    case unknown

    /// Where signed links point, without an ending.
    static let signedFolder = "/ai-sandbox-videofx/video"

    /// - Parameter path: without the query.
    init(method: HTTPRequest.Method, path: Substring) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let routes = Self.routes(of: parts.dropFirst().map { String($0) })
        self = routes.first { $0.0 == method }?.1 ?? (routes.isEmpty ? .unknown : .wrongMethod)
    }

    /// What stands behind a path, by method.
    private static func routes(of parts: [String]) -> [(HTTPRequest.Method, Route)] {
        switch (parts.count, parts.first ?? "", parts.dropFirst().first ?? "") {
        case (2, "v1", "videos"): [(.post, .create), (.get, .list)]
        case (3, "v1", "videos"): [(.get, .status(id: parts[2])), (.delete, .delete(id: parts[2]))]
        case (4, "v1", "videos") where parts[3] == "content": [(.get, .content(id: parts[2]))]
        case (4, "v1", "videos") where parts[3] == "remix": [(.post, .remix(id: parts[2]))]
        case (3, "v1", "chat") where parts[2] == "completions": [(.post, .chat)]
        case (2, "v1", "models"): [(.get, .models)]
        case (3, "v1", "models"): [(.get, .model(name: parts[2]))]
        case (3, "api", "user") where parts[2] == "self": [(.get, .account)]
        case (2, "simulator", "journal"): [(.get, .journal)]
        case (2, "flow", let file) where file.hasSuffix(".mp4"): files(String(file.dropLast(4)))
        case (3, "ai-sandbox-videofx", "video"): files(parts[2])
        default: []
        }
    }

    private static func files(_ name: String) -> [(HTTPRequest.Method, Route)] {
        [(.get, .file(name: name)), (.head, .file(name: name))]
    }

    var step: FaultRule.Step? {
        switch self {
        case .create, .remix: .create
        case .status: .status
        case .content: .content
        case .chat: .chat
        case .file: .download
        case .list: .list
        case .models, .model: .models
        case .account: .account
        case .delete, .journal, .wrongMethod, .unknown: nil
        }
    }

    /// Whether the API key must come with the request; links to videos are open, as recorded.
    var needsKey: Bool {
        switch self {
        case .create, .list, .status, .delete, .content, .remix, .chat, .models, .model, .account:
            true
        case .file, .journal, .wrongMethod, .unknown: false
        }
    }
}
