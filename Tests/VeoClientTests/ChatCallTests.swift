import RawServer
import Testing

@testable import VeoClient

/// The sync generation against a server that answers whatever the test says.
@Suite struct ChatCallTests {
    private static let link = "https://cdn.example.com/1.mp4?sig=1"

    private static func chunk(_ content: String) -> String {
        "data: {\"id\":\"chat-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
            + jsonLiteral(content) + "}}]}\n\n"
    }

    @Test func streamWithProgress() async throws {
        let steps: [RawStep] = [
            .streamHead, .send(": PING\n\n"), .send(Self.chunk("> 进度：9.0%\n\n")),
            .send(Self.chunk("> 进度：18.0%\n\n> ✅ [v](\(Self.link))\n\n")),
            .send("data: [DONE]\n\n"), .stall,
        ]
        try await withGateway({ _, _ in steps }) { client, server in
            let updates = Collector<ChatUpdate>()
            let result = try await client.generate(chatRequest) { updates.add($0) }
            #expect(result.id == "chat-1")
            #expect(result.links.first?.url == Self.link)
            #expect(result.links.count == 1)
            #expect(updates.values == [.accepted(id: "chat-1"), .progress(9), .progress(18)])
            let request = try #require(server.requests.first)
            #expect(request.target == "/v1/chat/completions")
            #expect(JSONValue(request.body)?["model"]?.text == "veo-3.1-fast")
        }
    }

    private struct End: Sendable {
        let steps: [RawStep]
        let code: ClientError.Code
        let delivery: ClientError.Delivery
        let message: String
    }

    private static let ends = [
        End(
            steps: [.streamHead, .send(chunk("> 进度：9.0%\n\n"))], code: .outcomeUnknown,
            delivery: .unknown, message: "broke off before the video was there"),
        End(steps: [.streamHead], code: .outcomeUnknown, delivery: .unknown, message: "broke off"),
        End(steps: [], code: .connection, delivery: .unknown, message: "closed before the answer"),
        End(
            steps: RawStep.answer(200, "<html>", type: "text/html"), code: .badAnswer,
            delivery: .unknown, message: "web page"),
        End(
            steps: RawStep.answer(200, "<html>", type: "text/plain"), code: .badAnswer,
            delivery: .unknown, message: "web page"),
        End(
            steps: [
                .streamHead, .send("data: {\"error\":{\"message\":\"busy\",\"code\":\"c\"}}\n\n"),
            ],
            code: .generationFailed, delivery: .refused, message: "busy"),
        End(
            steps: [.streamHead, .send(chunk("❌ 生成失败: \(testSecret)")), .send("data: [DONE]\n\n")],
            code: .generationFailed, delivery: .refused, message: "***"),
        End(
            steps: [.streamHead, .send("data: [DONE]\n\n")], code: .generationFailed,
            delivery: .refused, message: "without a video"),
        End(
            steps: [.streamHead, .send(chunk("x")), .stall], code: .outcomeUnknown,
            delivery: .unknown, message: "stood still for 100 ms"),
    ]

    @Test func endsWithoutAVideo() async throws {
        for (number, end) in Self.ends.enumerated() {
            var deadlines = Deadlines.standard
            if case .stall = end.steps.last { deadlines.chatIdle = .milliseconds(100) }
            try await withGateway(deadlines: deadlines, { _, _ in end.steps }) { client, server in
                let error = try await failure { () async throws(ClientError) in
                    try await client.generate(chatRequest)
                }
                #expect(error.code == end.code, "\(number) \(error)")
                #expect(error.delivery == end.delivery, "\(number)")
                #expect(error.message.contains(end.message), "\(number) \(error.message)")
                #expect(server.requests.count == 1, "\(number)")
            }
        }
    }

    @Test func anEndlessLineIsUnknown() async throws {
        let steps = [RawStep.streamHead, .bytes([UInt8](repeating: 120, count: 1_100_000))]
        try await withGateway({ _, _ in steps }) { client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.generate(chatRequest)
            }
            #expect(error.code == .outcomeUnknown)
            #expect(error.message.hasSuffix("a line of the answer is longer than 1048576 bytes"))
        }
    }

    @Test func aLinkBeforeTheCutCounts() async throws {
        let steps = [RawStep.streamHead, .send(Self.chunk("✅ [v](\(Self.link))"))]
        try await withGateway({ _, _ in steps }) { client, _ in
            let result = try await client.generate(chatRequest)
            #expect(result.links.first?.url == Self.link)
        }
    }

    @Test func wholeCompletionUnderAnyType() async throws {
        let body = #"{"id":"c","choices":[{"message":{"content":"[v](\#(Self.link))"}}]}"#
        for type in ["application/json; charset=utf-8", "text/plain", "text/event-stream"] {
            try await withGateway({ _, _ in RawStep.answer(200, body, type: type) }) { client, _ in
                let result = try await client.generate(chatRequest)
                #expect(result.links.first?.url == Self.link, "\(type)")
                #expect(result.id == "c")
            }
        }
    }

    @Test func theKeyIsNotInTheID() async throws {
        let body =
            #"{"id":"c-\#(testSecret)\u001b[2J","choices":[{"message":{"content":"\#(Self.link)"}}]}"#
        try await withGateway({ _, _ in RawStep.answer(200, body) }) { client, _ in
            let updates = Collector<ChatUpdate>()
            let result = try await client.generate(chatRequest) { updates.add($0) }
            #expect(result.id == nil)
            #expect(updates.values == [.accepted(id: nil)])
        }
    }
}
