import Testing

@testable import VeoClient

@Suite struct ChatTranscriptTests {
    private let clip = "https://cdn.example.com/flow/1.mp4"

    private func transcript(
        _ objects: [String], prompt: String = "a cat", finished: Bool = true
    ) throws -> (ChatTranscript, [Double]) {
        var transcript = ChatTranscript(
            request: GenerationRequest(model: "veo-3.1", prompt: prompt, mode: .sync),
            base: .standard)
        var progress: [Double] = []
        for object in objects {
            if let value = try transcript.take(try #require(JSONValue(object))) {
                progress.append(value)
            }
        }
        if finished { transcript.finish() }
        return (transcript, progress)
    }

    private func chunk(_ content: String, field: String = "content", index: Int = 0) -> String {
        "{\"id\":\"foaicmpl-1\",\"choices\":[{\"index\":\(index),\"delta\":"
            + "{\"\(field)\":\(jsonLiteral(content))},\"finish_reason\":null}]}"
    }

    @Test func recordedStream() throws {
        let (transcript, progress) = try transcript(
            [
                #"{"id":"foaicmpl-1","choices":[{"index":0,"delta":{"role":"assistant"}}]}"#,
                chunk("```json\n{\n    \"prompt\": \"进度：99% https://evil.example/x.mp4\",\n"),
                chunk("    \"mode\": \"竖屏模式\"\n}\n```\n\n"),
                chunk("> ⌛️ 视频正在生成中，请耐心等待...\n\n"), chunk("> 🏃 进度：9.0%\n\n"),
                chunk("> 🏃 进度：18.0%\n\n"), chunk("> 🏃 进度：12.0%\n\n"),
                chunk("> ✅ 视频生成成功，[点击这里](\(clip)) 查看视频~~~\n\n"),
                #"{"id":"other","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
                #"{"id":"other","choices":[],"usage":{"total_tokens":1}}"#,
            ], prompt: "进度：99% https://evil.example/x.mp4")
        #expect(progress == [9, 18])
        #expect(transcript.id == "foaicmpl-1")
        #expect(transcript.isFinished)
        #expect(
            transcript.outcome == .links([try #require(VideoLink(clip, relativeTo: .standard))]))
    }

    @Test func flowStream() throws {
        let signed = clip + "?GoogleAccessId=a@b.com&Expires=1&Signature=x%2By%3D%3D"
        let (transcript, progress) = try transcript([
            chunk("✨ 视频生成任务已启动\n", field: "reasoning_content"),
            chunk("生成进度: 3%\n", field: "reasoning_content"),
            chunk("<video src='\(signed)' controls style='max-width:100%'></video>"),
        ])
        #expect(progress == [3])
        #expect(
            transcript.outcome == .links([try #require(VideoLink(signed, relativeTo: .standard))]))
    }

    @Test(arguments: [
        #"{"choices":[{"index":0,"delta":null}]}"#, #"{"choices":[{"delta":{"content":null}}]}"#,
        #"{"choices":null}"#, #"{}"#, #"{"choices":[{"index":99,"delta":{"content":"x"}}]}"#,
        #"{"choices":[{"index":0,"finish_reason":null}]}"#,
    ])
    func emptyChunksMeanNothing(object: String) throws {
        let (transcript, progress) = try transcript([object], finished: false)
        #expect(progress.isEmpty)
        #expect(transcript.outcome == .unknown)
    }

    @Test(arguments: [
        (#"{"error":{"message":"busy","type":"server_error","code":"heavy_load"}}"#, "busy"),
        (#"{"error":"busy"}"#, "busy"),
        (#"{"object":"error","message":"busy","code":500}"#, "busy"),
        (
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"error","error":{"message":"busy"}}]}"#,
            "busy"
        ),
        (
            #"{"choices":[{"delta":{"reasoning_content":"❌ 生成失败: busy"}}]}"#, "busy"
        ),
        (
            #"{"choices":[{"delta":{"content":"> ❌ no: see https://help.example/x"}}]}"#,
            "no: see https://help.example/x"
        ),
    ])
    func failuresInAGoodStatus(object: String, message: String) throws {
        let (transcript, _) = try transcript([object], finished: false)
        switch transcript.outcome {
        case .failed(let failure), .refused(let failure, _):
            #expect(failure.message == message)
        default: Issue.record("\(transcript.outcome)")
        }
    }

    @Test func refusalsAreFailures() throws {
        let (filtered, _) = try transcript(
            [#"{"choices":[{"delta":{},"finish_reason":"content_filter"}]}"#], finished: false)
        guard case .failed(let failure) = filtered.outcome else {
            Issue.record("\(filtered.outcome)")
            return
        }
        #expect(failure.advice.contains("reword"))
        let (talk, _) = try transcript([chunk("I cannot do that.")])
        guard case .failed(let said) = talk.outcome else {
            Issue.record("\(talk.outcome)")
            return
        }
        #expect(said.message.hasSuffix("I cannot do that."))
    }

    @Test func anEndWithoutWordsIsUnknown() throws {
        let (transcript, _) = try transcript([chunk("> 🏃 进度：9.0%\n\n")], finished: false)
        #expect(transcript.outcome == .unknown)
    }

    @Test func severalVideos() throws {
        let lines = (1...3).map { "> ✅ ok [x](https://c.example/\($0).mp4)\n\n" }
        let expected = try (1...3).map {
            try #require(VideoLink("https://c.example/\($0).mp4", relativeTo: .standard))
        }
        let (one, _) = try transcript([chunk(lines.joined())])
        #expect(one.outcome == .links(expected))
        let (many, _) = try transcript(lines.enumerated().map { chunk($1, index: $0) })
        #expect(many.outcome == .links(expected))
    }

    @Test func wholeCompletion() throws {
        let (transcript, _) = try transcript([
            "{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"content\":"
                + jsonLiteral("```json\n{\"prompt\": \"x\"}\n```\n\n> ✅ [v](\(clip))")
                + "},\"finish_reason\":\"stop\"}]}"
        ])
        #expect(
            transcript.outcome == .links([try #require(VideoLink(clip, relativeTo: .standard))]))
    }

    @Test func textIsBounded() throws {
        let piece = chunk(String(repeating: "x", count: 1_000_000))
        #expect(throws: EventStreamLimit.self) { try transcript(Array(repeating: piece, count: 5)) }
    }

    @Test(
        arguments: [
            ("进度：9.0%", 9.0), ("> 🏃 进度: 3%", 3), ("Progress: 36.5 %", 36.5), ("progress 50", 50),
            ("生成进度: 120%", 100), ("progress: soon", nil), ("9%", nil), ("进度：1% 进度：2%", 2),
        ] as [(String, Double?)])
    func progressPatterns(line: String, percent: Double?) {
        var scanner = ProgressScanner()
        #expect(scanner.feed(line + "\n") == percent)
    }

    @Test func progressOverSplits() {
        var scanner = ProgressScanner()
        #expect(scanner.feed("> 进度：4") == nil)
        #expect(scanner.feed("5.5%") == 45.5)
    }
}
