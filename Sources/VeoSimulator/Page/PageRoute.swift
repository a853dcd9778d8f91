import HTTPTypes

/// What belongs to the page and not to the gateway: it needs no key, is in no journal, and no
/// fault is meant for it.
enum PageRoute: Sendable, Equatable {
    case page
    /// The API in OpenAPI.
    case description
    case style
    case script
    /// A finished video on the page, by its name.
    case video(name: String)
    /// A still of it.
    case poster(name: String)

    /// Where the page finds its videos.
    static let folder = "/simulator/videos/"

    init?(_ request: HTTPRequest) {
        guard request.method == .get || request.method == .head else { return nil }
        let path = (request.path ?? "").prefix { $0 != "?" }
        switch path {
        case "/": self = .page
        case APIDescription.path: self = .description
        case PageView.stylePath: self = .style
        case PageView.scriptPath: self = .script
        default:
            guard path.hasPrefix(Self.folder) else { return nil }
            let name = path.dropFirst(Self.folder.count)
            if name.hasSuffix(".mp4") {
                self = .video(name: String(name.dropLast(4)))
            } else if name.hasSuffix(".jpg") {
                self = .poster(name: String(name.dropLast(4)))
            } else {
                return nil
            }
        }
    }
}
