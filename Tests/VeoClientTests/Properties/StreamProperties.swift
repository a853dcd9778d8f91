#if !FUZZING
    @testable import VeoClient
#endif

/// The answer of a sync generation, read from an event stream.
enum StreamProperties {
    static let request = GenerationRequest(
        model: "veo-3.1-fast", prompt: "like https://prompt.example/x.mp4 a cat",
        images: [.url("https://image.example/i")], mode: .sync)

    private struct Reading: Equatable {
        var id: String?
        var progress: Double?
        var outcome: ChatTranscript.Outcome
        var isDone = false
        var isPage = false
        var limit: EventStreamLimit?
    }

    /// In whatever pieces the bytes come, the answer is the same, and its links are addresses that
    /// stand neither in the prompt nor among the images. True when there is a video.
    static func hold(for bytes: [UInt8]) -> Bool {
        var input = FuzzInput(bytes)
        let number = input.byte()
        let stream = input.rest
        let whole = read(FuzzInput.pieces(stream, by: 0))
        precondition(read(FuzzInput.pieces(stream, by: number)) == whole, "pieces matter")
        precondition(whole.progress.map { (0...100).contains($0) } ?? true, "no percentage")
        guard case .links(let links) = whole.outcome else { return false }
        precondition(!links.isEmpty, "no link")
        for link in links {
            precondition(link.url.utf8.count <= VideoLink.byteLimit, "a long link")
            precondition(Origin(url: link.url) != nil, "no address")
            precondition(!link.url.unicodeScalars.contains(where: TextFilter.isHidden), "hidden")
            precondition(!request.prompt.contains(link.url), "the prompt")
            precondition(link.url != "https://image.example/i", "an image")
        }
        return true
    }

    private static func read(_ pieces: [ArraySlice<UInt8>]) -> Reading {
        let reader = ChatReader(transcript: ChatTranscript(request: request, base: .standard))
        var limit: EventStreamLimit?
        do throws(EventStreamLimit) {
            for piece in pieces where !reader.isDone { _ = try reader.feed(piece) }
            if !reader.isDone { _ = try reader.finish() }
        } catch {
            limit = error
        }
        let transcript = reader.transcript
        return Reading(
            id: transcript.id, progress: transcript.progress, outcome: transcript.outcome,
            isDone: reader.isDone, isPage: reader.isPage, limit: limit)
    }

    private static func chunk(_ content: String, _ field: String = "content") -> String {
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"\(field)\":"
            + "\(jsonLiteral(content))},\"finish_reason\":null}]}\n\n"
    }

    static let seeds: [[UInt8]] = [
        chunk("```json\n{\n\"prompt\": \"a cat\"\n}\n```\n\n") + chunk("> 🏃 进度：9.0%\n\n")
            + chunk("> ✅ 成功，[点击这里](https://o.example/1.mp4?a=(1)) 查看~~~\n\n")
            + "data: [DONE]\n\n",
        "\u{feff}: PING\r\n\r\n" + chunk("生成进度: 3%\n", "reasoning_content")
            + chunk("<video src='https://o.example/v?Signature=x%2By%3D' controls></video>"),
        chunk("❌ 生成失败: busy, see https://help.example/x") + "data: [DONE]\n\n",
        chunk("no video today") + "data: [DONE]\r\r",
        "data: {\"error\":{\"message\":\"busy\",\"code\":\"heavy_load\"}}\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\n",
        "{\"choices\":[{\"message\":{\"content\":\"[v](https://o.example/1)\"}}]}",
        "data: {\"data\":[{\"url\":\"https:\\/\\/o.example\\/1\"}]}\n\n",
        "<html>gateway</html>", "\u{7}{\"choices\":[{\"message\":{\"content\":\"no\"}}]}",
        "data: : PROCESSING\n\nevent: ping\ndata\n\nid: 7\rretry: 1\r\r",
        chunk("{\"video_url\": \"https:\\/\\/o.example\\/1?a=1\\u0026b=2\"}"),
        chunk("https://prompt.example/x.mp4 https://o.example/2.mp4，"),
    ].map { [7] + Array($0.utf8) }
}
