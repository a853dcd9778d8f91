import RawServer
import Testing

@testable import VeoClient

/// Words of the prompt that a gateway repeats decide nothing.
@Suite("Prompts that are repeated") struct PromptEchoTests {
    private struct Echo: Sendable {
        let prompt: String
        let status: Int
        let body: String
        let code: ClientError.Code
        let delivery: ClientError.Delivery
        var tries = 1
    }

    private static let echoes = [
        Echo(
            prompt: "一个欠费的人", status: 400,
            body:
                #"{"error":{"message":"the prompt '一个欠费的人' is not allowed","type":"invalid_request_error"}}"#,
            code: .refused, delivery: .refused),
        Echo(
            prompt: "一个欠费的人", status: 400,
            body: #"{"error":{"message":"the prompt '…欠费的…' is not allowed"}}"#,
            code: .refused, delivery: .refused),
        Echo(
            prompt: "not enough balance on the rope", status: 500,
            body: #"{"error":{"message":"failed on 'not enough balance on the rope'"}}"#,
            code: .serverError, delivery: .unknown),
        Echo(
            prompt: "a worker with a safety helmet", status: 200,
            body:
                #"{"error":{"message":"broke off while 'a worker with a safety helmet'","code":"upstream_error"}}"#,
            code: .refused, delivery: .unknown),
        Echo(
            prompt: "a film about the safety system", status: 200,
            body:
                #"{"error":{"message":"broke off at 'film about the safety system'","code":"upstream_error"}}"#,
            code: .refused, delivery: .unknown),
        Echo(
            prompt: "120 heart beats per minute", status: 400,
            body:
                #"{"error":{"message":"invalid prompt '120 heart beats per minute'","code":"invalid_prompt"}}"#,
            code: .refused, delivery: .refused),
        Echo(
            prompt: "120 beats\nper\n minute", status: 400,
            body: #"{"error":{"message":"invalid: '120 Beats per minute'"}}"#, code: .refused,
            delivery: .refused),
        Echo(
            prompt: "she says \"rate limit\"", status: 400,
            body: #"{"error":{"message":"invalid: {\"prompt\":\"she says \\\"rate limit\\\"\"}"}}"#,
            code: .refused, delivery: .refused),
        // What the gateway says itself counts as before.
        Echo(
            prompt: "a cat", status: 403, body: #"{"error":{"message":"a cat? 余额不足"}}"#,
            code: .paymentRequired, delivery: .refused),
        Echo(
            prompt: "rate limit", status: 400,
            body: #"{"error":{"message":"'rate limit': too many requests"}}"#, code: .rateLimited,
            delivery: .refused, tries: 5),
        Echo(
            prompt: "a cat", status: 500, body: #"{"error":{"message":"insufficient balance"}}"#,
            code: .serverError, delivery: .unknown),
        Echo(
            prompt: "a cat", status: 200,
            body: #"{"error":{"message":"blocked by the safety system"}}"#, code: .refused,
            delivery: .refused),
    ]

    @Test func thePromptDecidesNothing() async throws {
        for echo in Self.echoes {
            let request = GenerationRequest(model: "m", prompt: echo.prompt, mode: .async)
            try await withGateway({ _, _ in RawStep.answer(echo.status, echo.body) }) {
                client, server in
                let error = try await failure { () async throws(ClientError) in
                    try await client.create(request)
                }
                #expect(error.code == echo.code, "\(echo)")
                #expect(error.delivery == echo.delivery, "\(echo)")
                #expect(server.requests.count == echo.tries, "\(echo)")
            }
        }
    }

    /// A cap in other words is a cap: the request is sent again.
    @Test(arguments: [
        "任务数已达上限, 请稍后再试", "The queue is full", "you reached the maximum number of running tasks",
        "The server is too busy", "系统繁忙", "Too many videos in progress",
    ])
    func capsInOtherWords(words: String) async throws {
        let queued = #"{"id":"video_1","status":"queued"}"#
        let full = #"{"error":{"message":"\#(words)"}}"#
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
            number == 0 ? RawStep.answer(403, full) : RawStep.answer(200, queued)
        }
        try await withGateway(respond) { client, server in
            let task = try await client.create(textRequest)
            #expect(task.id == "video_1")
            #expect(server.requests.count == 2)
        }
    }

    @Test(arguments: ["任务数据错误", "the prompt is over the maximum length", "额度不足, 请稍后再试"])
    func noCaps(words: String) {
        #expect(!FailureAdvice.isRate(APIFailure(message: words)))
    }
}
