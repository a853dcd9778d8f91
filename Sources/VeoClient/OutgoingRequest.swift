/// A request before the key is added.
struct OutgoingRequest: Sendable {
    var method: String
    var url: String
    var accept: String
    var body: RequestBody?
    /// The text that a video is to be made from.
    var prompt: String?
    /// Set to ask for the rest of a file.
    var resumption: Resumption?

    init(
        method: String, url: String, accept: String, body: RequestBody? = nil,
        prompt: String? = nil
    ) {
        self.method = method
        self.url = url
        self.accept = accept
        self.body = body
        self.prompt = prompt
    }

    static func create(
        _ request: GenerationRequest, baseURL: BaseURL, boundary: String
    ) -> OutgoingRequest {
        OutgoingRequest(
            method: "POST", url: baseURL.url(path: "/videos"), accept: "application/json",
            body: .create(request, boundary: boundary), prompt: request.prompt)
    }

    static func chat(_ request: GenerationRequest, baseURL: BaseURL) -> OutgoingRequest {
        OutgoingRequest(
            method: "POST", url: baseURL.url(path: "/chat/completions"),
            accept: "text/event-stream, application/json", body: .chat(request),
            prompt: request.prompt)
    }

    /// The headers of the request, the key apart. Bodies are asked for as they are, because the
    /// length of a download is checked against `Content-Length`.
    var headers: [(name: String, value: String)] {
        var headers = [
            (name: "Accept", value: accept),
            (name: "Accept-Encoding", value: "identity"),
            (name: "User-Agent", value: GatewayClient.userAgent),
        ]
        if let body { headers.append((name: "Content-Type", value: body.contentType)) }
        if let resumption { headers += resumption.headers }
        return headers
    }
}

extension GatewayClient {
    /// The request that `create` or `generate` would send first.
    package func preview(_ request: GenerationRequest) -> RequestPreview {
        Self.preview(request, baseURL: configuration.baseURL)
    }

    /// The request that would be sent to `baseURL`; needs no key. The boundary of a form differs
    /// with each sending.
    package static func preview(
        _ request: GenerationRequest, baseURL: BaseURL
    ) -> RequestPreview {
        let outgoing: OutgoingRequest =
            switch request.mode {
            case .async: .create(request, baseURL: baseURL, boundary: "veo-boundary")
            case .sync: .chat(request, baseURL: baseURL)
            }
        var headers = [(name: "Authorization", value: "Bearer ***")]
        headers += outgoing.headers
        if let body = outgoing.body {
            headers.append((name: "Content-Length", value: String(body.byteCount)))
        }
        return RequestPreview(
            method: outgoing.method, url: outgoing.url, headers: headers,
            body: outgoing.body?.preview ?? "")
    }
}
