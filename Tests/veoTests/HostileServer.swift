import RawServer

/// A gateway that speaks the API, with whatever texts a test wants in it.
struct HostileServer: Sendable {
    /// How a create is answered, by the prompt; the id is `video_` and the prompt.
    var create: @Sendable (String) -> [RawStep]?
    /// The JSON of a status, by the id.
    var status: @Sendable (String) -> String
    /// How a sync request is answered.
    var chat: @Sendable (String) -> [RawStep] = { _ in RawStep.answer(500, "{}") }
    /// How a download is answered, by its path.
    var download: @Sendable (String) -> [RawStep] = { _ in HostileServer.goodVideo }

    static let goodVideo = RawStep.answer(200, bytes: video, type: "video/mp4")

    /// A small whole MP4.
    static let video =
        [0, 0, 0, 16] + Array("ftypisom".utf8) + [0, 0, 2, 0]
        + [0, 0, 0, 12] + Array("mdat".utf8) + [1, 2, 3, 4] + [0, 0, 0, 8] + Array("moov".utf8)

    @Sendable func respond(_ request: RawRequest, _ number: Int) -> [RawStep] {
        let path = request.target
        switch (request.method, path) {
        case ("POST", "/v1/videos"):
            let prompt = Self.prompt(of: request)
            return create(prompt)
                ?? RawStep.answer(200, #"{"id":"video_\#(prompt)","status":"queued"}"#)
        case ("POST", _): return chat(Self.prompt(of: request))
        default:
            let name = String(path.dropFirst("/v1/videos/".count))
            guard path.hasPrefix("/v1/videos/"), !name.contains("/") else { return download(path) }
            return RawStep.answer(200, status(name))
        }
    }

    /// What follows `"prompt":"` or the text of a message.
    private static func prompt(of request: RawRequest) -> String {
        for mark in ["\"prompt\":\"", "\"text\":\""] {
            if let range = request.text.firstRange(of: mark) {
                return String(request.text[range.upperBound...].prefix { $0 != "\"" })
            }
        }
        return ""
    }
}
