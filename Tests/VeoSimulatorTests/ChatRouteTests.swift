import Testing
import VeoSimulator

@Suite struct ChatRouteTests {
    private func with(
        faults: [String] = [],
        _ body: @Sendable @escaping (Simulator, TestClient) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configuration.faults = try faults.map { try FaultRule(parsing: $0) }
        try await Simulator.with(configuration, clock: SkippingClock()) { simulator in
            try await body(simulator, TestClient(simulator: simulator))
        }
    }

    @Test func theStreamIsAsRecorded() async throws {
        try await with { simulator, client in
            let reply = try await client.chat(stream: true)
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == "text/event-stream")
            #expect(reply.headers["content-length"] == nil)
            let events = reply.text.split(separator: "\n\n", omittingEmptySubsequences: false)
            #expect(events.last == "" && events.dropLast().last == "data: [DONE]")
            #expect(events[0].hasPrefix(#"data: {"id":"foaicmpl-"#))
            #expect(events[0].contains(#""delta":{"role":"assistant"},"finish_reason":null"#))
            #expect(
                events[1].contains(
                    #"```json\n{\n    \"prompt\": \"A \\\"cat\\\"\",\n    \"mode\": \"竖屏模式\"\n}\n```\n\n"#
                ))
            #expect(events[2].contains(#"> ⌛️ 视频正在生成中，请耐心等待...\n\n"#))
            let progress = events.filter { $0.contains("> 🏃 进度：") }
            #expect((4...5).contains(progress.count) && events.count == progress.count + 7)
            let success = events[events.count - 4]
            #expect(success.contains("> ✅ 视频生成成功，[点击这里](http://127.0.0.1:\(simulator.port)/flow/"))
            #expect(success.contains(#".mp4) 查看视频~~~\n\n"#))
            let finish = events[events.count - 3]
            #expect(finish.contains(#""delta":{},"finish_reason":"stop""#))
            #expect(finish.contains(#""usage":{"prompt_tokens":"#))
        }
    }

    @Test func severalVideosAreSeveralLinesAndSeveralCharges() async throws {
        try await with { simulator, client in
            let reply = try await client.chat(stream: true, more: #","n":3"#)
            #expect(reply.text.split(separator: ".mp4)").count == 4)
            #expect(await simulator.ledger().charged == 225_000)
            #expect(try await client.chat(stream: true, more: #","n":5"#).status == 400)
        }
    }

    @Test func withoutStreamTheAnswerComesWhole() async throws {
        try await with { _, client in
            let reply = try await client.chat(model: "veo-3.1-landscape", stream: false)
            #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
            #expect(member("object", of: reply.text) == "chat.completion")
            #expect(reply.text.contains("横屏模式") && reply.text.contains("查看视频~~~"))
            #expect(!reply.text.contains("进度"))
        }
    }

    @Test func imagesMayBeAddressesOrData() async throws {
        try await with { _, client in
            func chat(_ url: String, model: String = "veo-3.1-fl") async throws -> Reply {
                try await client.post(
                    "/v1/chat/completions",
                    json: """
                        {"model":"\(model)","stream":true,"messages":[{"role":"user","content":[\
                        {"type":"text","text":"A cat"},\
                        {"type":"image_url","image_url":{"url":"\(url)"}}]}]}
                        """)
            }
            let address = try await chat("https://a.example/cat.jpg")
            #expect(address.status == 200)
            let data = try await chat("data:image/png;base64,iVBORw0KGgoAAAAN")
            #expect(data.status == 200)
            let wrong = try await chat("data:image/gif;base64,iVBORw0KGgoAAAAN")
            #expect(member("code", of: wrong.text) == "invalid_image_format")
            #expect(member("code", of: try await chat("cat.jpg").text) == "image_fetch_failed")
            let refused = try await chat("https://a.example/cat.jpg", model: "veo-3.1")
            #expect(member("code", of: refused.text) == "model_not_support_image")
        }
    }

    @Test func badMessages() async throws {
        try await with { _, client in
            for messages in ["", #","messages":[]"#, #","messages":"A cat""#] {
                let reply = try await client.post(
                    "/v1/chat/completions", json: #"{"model":"veo-3.1"\#(messages)}"#)
                #expect(reply.status == 400)
                #expect(reply.text.contains("Invalid message format"))
            }
        }
    }

    @Test(arguments: [
        ("fail", #"data: {"error":{"message":"❌ 生成失败: Video generation failed: PUBLIC_"#),
        ("fail=string", #""delta":{"reasoning_content":"❌ 生成失败: "#),
        ("fail=AUDIO_FILTERED", #""code":"AUDIO_FILTERED"}}"#),
        ("fail=empty", #""finish_reason":"stop""#),
    ])
    func aFailureComesInsideTheStreamAndIsCharged(kind: String, text: String) async throws {
        try await with(faults: ["chat:\(kind)"]) { simulator, client in
            let reply = try await client.chat(stream: true)
            #expect(reply.status == 200)
            #expect(reply.text.contains(text) && !reply.text.contains(".mp4"))
            #expect(reply.text.hasSuffix("data: [DONE]\n\n"))
            #expect(await simulator.ledger().charged == 75_000)
        }
    }

    @Test func aStreamMayEndWithoutItsLink() async throws {
        try await with(faults: ["chat:no-link@1", "chat:relative-link@2"]) { _, client in
            let bare = try await client.chat(stream: true).text
            #expect(bare.contains("> ✅") && !bare.contains(".mp4"))
            #expect(try await client.chat(stream: true).text.contains("(/flow/"))
            #expect(try await client.chat(stream: true).text.contains("(http://"))
        }
    }
}
