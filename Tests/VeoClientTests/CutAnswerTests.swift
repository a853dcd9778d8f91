import RawServer
import Testing

@testable import VeoClient

/// Answers about a job that are not whole, or contradict themselves, over a real connection.
@Suite("Answers that are cut") struct CutAnswerTests {
    /// The job is followed by the id that came; what was cut decides nothing.
    @Test(arguments: [
        #"{"id":"video_1","object":"video","status":"queu"#,
        #"{"id":"video_1","status":"failed","error":{"message":"no"},"model"#,
        #"{"code":0,"data":{"task_id":"video_1","status":"completed","url":"https://o.ex"#,
        #"{"id":"video_1","status":"success"}"#,
        #"{"id":"video_1","status":"queued","error":{"code":"","message":""}}"#,
        #"{"id":"video_1","prompt":"half a \ud83d","status":"queued"}"#,
        #"{"code":500,"message":"slow","data":{"task_id":"video_1","status":"processing"}}"#,
    ])
    func idsAreSaved(body: String) async throws {
        try await withGateway({ _, _ in RawStep.answer(200, body) }) { client, _ in
            let task = try await client.create(
                GenerationRequest(model: "veo-3.1-fast", prompt: "a cat", mode: .async))
            #expect(task.id == "video_1")
            #expect(task.status == .queued || task.status == .running)
        }
    }

    /// Cut in the middle of the truth: asked again, never decided.
    @Test(arguments: [
        #"{"status":"failed","data":{"status":"processi"#,
        #"{"id":"v","status":"completed","video_url":"https://o.example/1.mp"#,
        #"{"id":"v","status":"failed""#, #"{"code":404,"message":"no such task"#,
    ])
    func aCutPollDecidesNothing(body: String) async throws {
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
            RawStep.answer(200, number == 0 ? body : #"{"id":"v","status":"processing"}"#)
        }
        try await withGateway(respond) { client, server in
            let task = try await client.status(of: "v")
            #expect(task.status == .running)
            #expect(server.requests.count == 2)
        }
    }
}
