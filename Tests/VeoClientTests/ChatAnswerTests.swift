import RawServer
import Testing

@testable import VeoClient

/// What a sync generation is answered with instead of a stream that ends well.
@Suite("Odd answers to a sync generation") struct ChatAnswerTests {
    private struct Refusal: Sendable {
        let body: String
        let code: ClientError.Code
        let delivery: ClientError.Delivery
        var tries = 1
        var message = ""
    }

    private static let refusals = [
        Refusal(
            body: #"{"error":{"message":"m","code":"insufficient_quota"}}"#, code: .paymentRequired,
            delivery: .refused),
        Refusal(
            body: #"{"error":{"message":"Invalid token","code":401}}"#, code: .invalidKey,
            delivery: .refused),
        Refusal(
            body: #"{"error":{"message":"too many requests","code":429}}"#, code: .rateLimited,
            delivery: .refused, tries: 5),
        Refusal(
            body: #"{"code":503,"message":"no available channel for model veo"}"#, code: .refused,
            delivery: .refused),
        Refusal(
            body: #"{"error":{"message":"upstream broke off"}}"#, code: .generationFailed,
            delivery: .refused),
        Refusal(
            body: #"{"error":{"message":"content policy"}}"#, code: .generationFailed,
            delivery: .refused),
        Refusal(
            body: #"{"task_id":"vid_7","error":{"message":"m","code":429}}"#, code: .outcomeUnknown,
            delivery: .unknown, message: "it names the id vid_7"),
        Refusal(
            body: #"{"id":"vid_7","object":"video","status":"queued"}"#, code: .outcomeUnknown,
            delivery: .unknown, message: "it names the id vid_7"),
    ]

    /// An error in a good answer, before any text, counts like such a status.
    @Test func refusalsInGoodAnswers() async throws {
        for row in Self.refusals {
            let stream: [RawStep] = [
                .streamHead, .send("data: \(row.body)\n\n"), .send("data: [DONE]\n\n"),
            ]
            for steps in [RawStep.answer(200, row.body), stream] {
                try await withGateway({ _, _ in steps }) { client, server in
                    let updates = Collector<ChatUpdate>()
                    let error = try await failure { () async throws(ClientError) in
                        try await client.generate(chatRequest) { updates.add($0) }
                    }
                    #expect(error.code == row.code, "\(row) \(error)")
                    #expect(error.delivery == row.delivery, "\(row)")
                    #expect(error.message.contains(row.message), "\(row) \(error)")
                    #expect(server.requests.count == row.tries, "\(row)")
                    if row.body.hasPrefix(#"{"error"#) {
                        #expect(updates.values.isEmpty, "it was not taken")
                    }
                }
            }
        }
    }

    /// Behind a text the same error is that of a generation.
    @Test func anErrorBehindATextIsAFailure() async throws {
        let steps: [RawStep] = [
            .streamHead, .send("data: {\"choices\":[{\"delta\":{\"content\":\"10%\"}}]}\n\n"),
            .send("data: {\"error\":{\"message\":\"m\",\"code\":429}}\n\n"),
        ]
        try await withGateway({ _, _ in steps }) { client, server in
            let error = try await failure { () async throws(ClientError) in
                try await client.generate(chatRequest)
            }
            #expect(error.code == .generationFailed)
            #expect(server.requests.count == 1)
        }
    }

    private static let link = "https://cdn.example.com/1.mp4?sig=1"
    private static let chunks = [
        #"{"id":"c","choices":[{"delta":{"content":"> 10%\n"}}]}"#,
        #"{"id":"c","choices":[{"delta":{"content":"✅ [v](\#(link))"}}]}"#,
    ]

    private static let lines = chunks.joined(separator: "\n") + "\n"
    private static let list = "[" + chunks.joined(separator: ",") + "]"
    private static let bodies: [(String, String)] = [
        ("application/x-ndjson", lines), ("application/json", lines), ("application/json", list),
        ("text/event-stream", list), ("text/plain", link), ("text/markdown", link + "\n"),
        ("text/plain", "Here it is:\n[the video](\(link))\n"),
    ]

    @Test(arguments: bodies) func videosWithoutAStream(type: String, body: String) async throws {
        try await withGateway({ _, _ in RawStep.answer(200, body, type: type) }) { client, _ in
            let result = try await client.generate(chatRequest)
            #expect(result.links.first?.url == Self.link, "\(type) \(body)")
        }
    }

    /// A video that came is not called one that failed.
    @Test func aVideoInTheAnswerIsTold() async throws {
        let steps = RawStep.answer(200, bytes: sampleMP4, type: "video/mp4")
        try await withGateway({ _, _ in steps }) { client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.generate(chatRequest)
            }
            #expect(error.code == .outcomeUnknown)
            #expect(error.message.contains("the video itself"))
        }
    }

    @Test func whatCameIsShown() async throws {
        let steps = RawStep.answer(200, "your job is 7", type: "text/plain")
        try await withGateway({ _, _ in steps }) { client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.generate(chatRequest)
            }
            #expect(error.code == .outcomeUnknown)
            #expect(error.message.contains("what came is: your job is 7"))
        }
    }
}
