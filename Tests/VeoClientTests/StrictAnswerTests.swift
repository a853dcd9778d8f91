import RawServer
import Testing

@testable import VeoClient

/// Read leniently, decide strictly: what an answer costs, or ends, over a real connection.
@Suite("Answers are decided strictly") struct StrictAnswerTests {
    private static let errorsOfNothing = [
        #"{"code":0,"message":"success"}"#, #""success""#, #""none""#, #""N/A""#, #""null""#,
        #""no error""#, #"{"code":"0","message":"OK"}"#, #"{"code":"0","message":"请求成功"}"#,
        #"{"code":"none","message":"none"}"#, #"{"code":200}"#, #"{"code":"ok","type":""}"#,
        #"{"code":10000,"message":"Success."}"#,
    ]

    /// An error that says that all is well is none: nothing else is asked, and nothing decided.
    @Test(arguments: errorsOfNothing) func anErrorOfSuccessIsNone(error: String) async throws {
        let poll = #"{"id":"v","status":"completed","error":\#(error)}"#
        try await withGateway({ _, _ in RawStep.answer(200, poll) }) { client, server in
            let task = try await client.status(of: "v")
            #expect(task.status == .completed)
            #expect(server.requests.count == 1)
        }
        let create = #"{"task_id":"v","error":\#(error)}"#
        try await withGateway({ _, _ in RawStep.answer(200, create) }) { client, _ in
            let task = try await client.create(textRequest)
            #expect(task.id == "v")
            #expect(task.status == .queued)
        }
    }

    private struct Content: Sendable {
        let steps: [RawStep]
        let status: TaskStatus
        var asked = 2
    }

    private static let contents = [
        Content(
            steps: RawStep.answer(200, bytes: sampleMP4, type: "video/mp4"), status: .completed),
        Content(steps: RawStep.answer(404, "{}"), status: .failed, asked: 4),
        Content(
            steps: RawStep.answer(400, #"{"message":"the video is not ready"}"#), status: .completed
        ),
        Content(steps: RawStep.answer(500, "{}"), status: .completed),
        Content(steps: [], status: .completed),
        Content(
            steps: RawStep.answer(200, #"{"url":"https://o.example/1.mp4"}"#), status: .completed),
        Content(
            steps: RawStep.answer(200, #"{"error":{"message":"no file","code":"c"}}"#),
            status: .failed, asked: 4),
    ]

    /// A remark beside "completed" fails nothing that `/content` has.
    @Test func aRemarkIsNoFailure() async throws {
        let poll =
            #"{"id":"v","status":"completed","error":"the sound could not be made"}"#
        for (number, content) in Self.contents.enumerated() {
            let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
                request.target.hasSuffix("/content") ? content.steps : RawStep.answer(200, poll)
            }
            try await withGateway(respond) { client, server in
                let task = try await client.status(of: "v")
                #expect(task.status == content.status, "\(number)")
                #expect(server.requests.count == content.asked, "\(number)")
                #expect(
                    task.error?.message
                        == (content.status == .failed ? "the sound could not be made" : nil))
            }
        }
    }

    /// What a filter took is looked for once.
    @Test func aFilteredVideoHasFailed() async throws {
        let poll =
            #"{"id":"v","status":"completed","error":{"message":"no","code":"content_policy"}}"#
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
            RawStep.answer(request.target.hasSuffix("/content") ? 404 : 200, poll)
        }
        try await withGateway(respond) { client, server in
            let task = try await client.status(of: "v")
            #expect(task.status == .failed)
            #expect(server.requests.count == 2)
        }
    }
}
