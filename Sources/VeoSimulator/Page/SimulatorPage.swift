import CSimulatorPage
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers the requests of people's browsers.
struct SimulatorPage: Sendable {
    let facts: PageFacts
    let gateway: Gateway
    let videos: VideoLibrary
    let pictures: PictureStudio?
    let time: SimulatedTime
    let description: APIDescription

    /// Nothing from elsewhere, nothing inline, in no frame (Content Security Policy Level 3).
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
        media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
        frame-ancestors 'none'
        """

    func respond(
        to request: HTTPRequest, _ route: PageRoute, _ channel: any Channel
    ) async -> Response {
        let answer = await answer(route, request, port: channel.localAddress?.port ?? 0)
        let status = HTTPResponse.Status(integerLiteral: answer.status)
        guard request.method != .head else {
            var headers = answer.headers
            headers[.contentLength] = String(answer.length)
            return Response(status: status, headers: headers)
        }
        let pieces = answer.pieces
        return Response(
            status: status, headers: answer.headers,
            body: ResponseBody(contentLength: answer.length) { writer in
                for piece in pieces { try await writer.write(piece.bytes()) }
                try await writer.finish(nil)
            })
    }

    private func answer(
        _ route: PageRoute, _ request: HTTPRequest, port: Int
    ) async -> Answer {
        guard Self.isHere(request.authority ?? "") else {
            return Answer(
                status: 421, type: "text/plain; charset=utf-8",
                text: "This page is for http://127.0.0.1:\(port)/ alone.\n")
        }
        var answer: Answer
        switch route {
        case .page: answer = await page(request, port: port)
        case .description:
            answer = Self.tagged(description.document.text, type: APIDescription.type, request)
        case .style: answer = Answer(asset: page_style(), type: "text/css; charset=utf-8")
        case .script: answer = Answer(asset: page_script(), type: "text/javascript; charset=utf-8")
        case .video(let name): answer = await video(name, request)
        case .poster(let name): answer = await poster(name)
        }
        answer.headers[.contentSecurityPolicy] = Self.policy
        answer.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in Self.headers {
            if let name = HTTPField.Name(name) { answer.headers[name] = value }
        }
        return answer
    }

    private static let headers = [
        ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    /// Whether a browser meant this machine: a foreign name that was made to point here must not
    /// read the page (DNS rebinding).
    static func isHere(_ authority: String) -> Bool {
        let host =
            authority.hasPrefix("[")
            ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return host == "localhost" || host == "::1"
            || host.hasPrefix("127.")
                && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    private func page(_ request: HTTPRequest, port: Int) async -> Answer {
        let overview = await gateway.overview(now: time.now())
        var state = PageView.PictureState.off
        var looks: [String: PictureStudio.Look] = [:]
        if let pictures {
            for name in overview.jobs.flatMap(\.files) {
                looks[name] = await pictures.look(at: name)
            }
            state = await pictures.failure.map(PageView.PictureState.failing) ?? .on
        }
        let view = PageView(
            facts: facts, overview: overview, origin: "http://127.0.0.1:\(port)", pictures: state,
            looks: looks)
        return Self.tagged(view.document.html, type: "text/html; charset=utf-8", request)
    }

    /// A text that a client which has it need not fetch again (RFC 9110, `If-None-Match`).
    private static func tagged(_ text: String, type: String, _ request: HTTPRequest) -> Answer {
        let hash = SeededGenerator.hash(model: type, prompt: text)
        let tag = "\"\(String(hash, radix: 16))\""
        let isKnown = request.headerFields[.ifNoneMatch] == tag
        var answer = Answer(status: isKnown ? 304 : 200, type: type, text: isKnown ? "" : text)
        answer.headers[.eTag] = tag
        answer.headers[.cacheControl] = "no-cache"
        return answer
    }

    private func video(_ name: String, _ request: HTTPRequest) async -> Answer {
        guard let job = await gateway.finished(file: name, now: time.now()) else {
            return .noSuchFile
        }
        switch await pictures?.look(at: name) ?? .clip {
        case .waiting: return .noSuchFile
        case .clip:
            return Answer(
                file: name, videos.clip(named: name, isLandscape: job.isLandscape),
                request: request.headerFields)
        case .drawn(let video, _):
            return Answer(file: name, video, request: request.headerFields)
        }
    }

    private func poster(_ name: String) async -> Answer {
        guard case .drawn(_, let poster)? = await pictures?.look(at: name) else {
            return .noSuchFile
        }
        return Answer(bytes: ByteBuffer(bytes: poster), type: "image/jpeg")
    }
}

extension Answer {
    fileprivate init(asset: page_asset, type: String) {
        let bytes = UnsafeRawBufferPointer(start: asset.bytes, count: asset.count)
        self.init(bytes: ByteBuffer(bytes: bytes), type: type)
    }

    fileprivate init(bytes: ByteBuffer, type: String) {
        self.init(status: 200, type: type, text: "")
        pieces = [Piece(length: bytes.readableBytes) { bytes }]
        headers[.cacheControl] = "no-cache"
    }
}
