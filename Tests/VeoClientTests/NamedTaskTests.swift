import RawServer
import Testing

@testable import VeoClient

/// Answers to a create that name a task: a job may be there, whatever else they say.
@Suite("Answers that name a task") struct NamedTaskTests {
    private struct Named: Sendable {
        let status: Int
        let body: String
        /// What the message tells; nil where the answer stays what it is without an id.
        let id: String?
        var delivery = ClientError.Delivery.unknown
        var tries = 1
    }

    private static let named = [
        Named(
            status: 409, body: #"{"error":{"message":"task exists","task_id":"vid_7"}}"#,
            id: "vid_7"),
        Named(status: 409, body: "{}", id: nil),
        Named(status: 499, body: #"{"error":{"message":"client closed request"}}"#, id: nil),
        Named(status: 303, body: "", id: nil),
        Named(
            status: 400,
            body:
                #"{"error":{"message":"the task was submitted","code":"upstream_timeout"},"id":"vid_7"}"#,
            id: "vid_7"),
        Named(status: 503, body: #"{"id":"vid_7","status":"queued"}"#, id: "vid_7"),
        Named(status: 429, body: #"{"id":"vid_7","status":"queued"}"#, id: "vid_7"),
        Named(status: 429, body: #"{"data":{"task_id":"vid_7"},"message":"wait"}"#, id: "vid_7"),
        Named(status: 403, body: #"{"task_id":"vid_7","error":{"message":"no"}}"#, id: "vid_7"),
        Named(status: 500, body: #"{"id":"vid_7","error":"boom"}"#, id: "vid_7"),
        Named(
            status: 200, body: #"{"task_id":"vid_7","error":{"code":"insufficient_quota"}}"#,
            id: "vid_7"),
        // An id of a request makes no clear refusal doubtful.
        Named(
            status: 200, body: #"{"id":"req_7","error":{"code":"insufficient_quota"}}"#, id: nil,
            delivery: .refused),
        Named(
            status: 401, body: #"{"id":"7","error":{"message":"bad key"}}"#, id: nil,
            delivery: .refused),
        Named(
            status: 403, body: #"{"request_id":"7","error":{"message":"no"}}"#, id: nil,
            delivery: .refused),
        Named(
            status: 400, body: #"{"request_id":"7","error":{"message":"no"}}"#, id: nil,
            delivery: .refused),
        Named(
            status: 400,
            body: #"{"id":"7","error":{"message":"no","type":"invalid_request_error"}}"#, id: nil,
            delivery: .refused),
        Named(
            status: 429, body: #"{"id":"7","error":{"message":"too many requests"}}"#, id: nil,
            delivery: .refused, tries: 5),
        Named(
            status: 400, body: #"{"task_id":"","error":{"message":"no"}}"#, id: nil,
            delivery: .refused),
    ]

    @Test func aNamedTaskIsNoRefusal() async throws {
        for row in Self.named {
            try await withGateway({ _, _ in RawStep.answer(row.status, row.body) }) {
                client, server in
                let error = try await failure { () async throws(ClientError) in
                    try await client.create(textRequest)
                }
                #expect(error.delivery == row.delivery, "\(row) \(error)")
                #expect(
                    error.message.contains("; it names the id vid_7") == (row.id != nil), "\(row)")
                #expect(server.requests.count == row.tries, "\(row)")
            }
        }
    }

    /// Answers that are followed: to ask for a task costs nothing.
    @Test(arguments: [
        #"{"code":1,"message":"提交成功","task_id":"vid_7"}"#,
        #"{"code":1,"msg":"submitted","data":{"task_id":"vid_7"}}"#,
        #"{"code":1,"msg":"on its way","data":{"task_id":"vid_7"}}"#,
        #"{"code":20000,"message":"Request accepted","data":{"task_id":"vid_7"}}"#,
        #"{"code":20000,"message":"Request was taken","data":{"id":"vid_7"}}"#,
        #"{"code":500,"message":"slow","data":{"task_id":"vid_7"}}"#,
        #"{"success":false,"message":"queue","data":{"task_id":"vid_7"}}"#,
        #"{"code":"success","data":"vid_7"}"#, #"{"code":1,"result":"vid_7"}"#,
        #"{"code":1,"description":"done so","result":"vid_7"}"#, #"["vid_7x"]"#, #""vid_7x""#,
        #"{"data":{"ids":["vid_7"]}}"#,
    ])
    func isFollowed(body: String) async throws {
        let body = body.replacing("vid_7x", with: "vid_7").replacing("vid_7", with: "video_7")
        try await withGateway({ _, _ in RawStep.answer(200, body) }) { client, _ in
            let task = try await client.create(textRequest)
            #expect(task.id == "video_7")
            #expect(task.status == .queued)
        }
    }

    @Test(arguments: ["/v1/videos/video_7", "https://api.example.com/v1/tasks/video_7?x=1"])
    func anAddressIsAnID(location: String) async throws {
        let steps = RawStep.answer(202, "", headers: ["Location: \(location)"])
        try await withGateway({ _, _ in steps }) { client, _ in
            let task = try await client.create(textRequest)
            #expect(task.id == "video_7")
        }
    }

    @Test func anOtherAddressIsShown() async throws {
        let steps = RawStep.answer(202, "", headers: ["Location: /elsewhere/video_7"])
        try await withGateway({ _, _ in steps }) { client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.create(textRequest)
            }
            #expect(error.delivery == .unknown)
            #expect(error.message.contains("/elsewhere/video_7"))
        }
    }

    /// Words are no ids.
    @Test(arguments: [
        #"{"code":0,"data":"queued"}"#, #"{"code":0,"data":"your task is 7"}"#,
        #"{"code":0,"data":"https://o.example/7"}"#, #"{"id":"none"}"#,
    ])
    func wordsAreNoIDs(body: String) async throws {
        try await withGateway({ _, _ in RawStep.answer(200, body) }) { client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.create(textRequest)
            }
            #expect(error.delivery == .unknown)
            #expect(error.message.contains("named no usable task id"), "\(error)")
        }
    }

    /// Broken off behind the id, over a connection that says so.
    @Test(arguments: [
        "Content-Length: 500\r\n\r\n{\"id\":\"video_7\",\"status\":\"queued\"}",
        "Content-Length: 500\r\n\r\n{\"id\":\"video_7\",\"status\":\"qu",
        "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"id\":\"video_7\"}\r\n",
        "Content-Length: 38\r\n\r\n{\"id\":\"video_7\",\"status\":\"completed\"",
    ])
    func whatCameIsRead(rest: String) async throws {
        let steps = [RawStep.send("HTTP/1.1 200 OK\r\n" + rest)]
        try await withGateway({ _, _ in steps }) { client, server in
            let task = try await client.create(textRequest)
            #expect(task.id == "video_7")
            #expect(task.status == .queued)
            #expect(server.requests.count == 1)
        }
    }

    @Test func whatCameIsShown() async throws {
        let steps = [RawStep.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"task\":\"at 7")]
        try await withGateway({ _, _ in steps }) { client, server in
            let error = try await failure { () async throws(ClientError) in
                try await client.create(textRequest)
            }
            #expect(error.code == .connection)
            #expect(error.delivery == .unknown)
            #expect(error.message.contains(#"what came is: {"task":"at 7"#), "\(error)")
            #expect(server.requests.count == 1)
        }
    }

    private struct End: Sendable {
        let status: Int
        let body: String
        /// Nil where the answer decides nothing.
        let state: TaskStatus?
    }

    private static let ends = [
        End(
            status: 400, body: #"{"id":"v","status":"failed","error":{"message":"no"}}"#,
            state: .failed),
        End(status: 422, body: #"{"task_id":"v","status":"FAILURE"}"#, state: .failed),
        End(status: 500, body: #"{"id":"v","status":"failed"}"#, state: .failed),
        End(
            status: 400,
            body: #"{"id":"v","status":"completed","video_url":"https://o.example/1.mp4"}"#,
            state: .completed),
        End(status: 400, body: #"{"id":"w","status":"failed"}"#, state: nil),
        End(status: 400, body: #"{"status":"failed"}"#, state: nil),
        End(status: 500, body: #"{"id":"v","status":"error","message":"boom"}"#, state: nil),
        End(status: 500, body: #"{"id":"v","status":"completed"}"#, state: nil),
        End(status: 500, body: #"{"id":"v","status":"failed""#, state: nil),
    ]

    /// A task that has ended has, whatever status tells of it.
    @Test func anEndCountsUnderAnyStatus() async throws {
        for end in Self.ends {
            let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
                number == 0
                    ? RawStep.answer(end.status, end.body)
                    : RawStep.answer(200, #"{"id":"v","status":"processing"}"#)
            }
            try await withGateway(respond) { client, server in
                let task = try await client.status(of: "v")
                #expect(task.status == end.state ?? .running, "\(end)")
                #expect(server.requests.count == (end.state == nil ? 2 : 1), "\(end)")
            }
        }
    }
}
