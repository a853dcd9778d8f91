import Glibc
import RawServer
import Testing

@testable import VeoClient

/// Create and status against a server that answers whatever the test says.
@Suite struct GatewayCallTests {
    private static let queued = #"{"id":"video_1","status":"queued"}"#

    @Test(arguments: [200, 201, 202])
    func createTakesEachGoodStatus(status: Int) async throws {
        try await withGateway({ _, _ in RawStep.answer(status, Self.queued) }) { client, server in
            let task = try await client.create(textRequest)
            #expect(task.id == "video_1")
            #expect(task.status == .queued)
            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(request.target == "/v1/videos")
            #expect(request.headers["authorization"] == "Bearer \(testSecret)")
            #expect(request.headers["content-length"] == "\(request.body.count)")
            #expect(request.headers["transfer-encoding"] == nil)
        }
    }

    @Test func idsStayInTheirSegment() async throws {
        try await withGateway({ _, _ in RawStep.answer(200, #"{"status":"odd"}"#) }) {
            client, server in
            let task = try await client.status(of: "../a/b?c=+")
            #expect(task.status == .unrecognized)
            #expect(task.id == "../a/b?c=+")
            #expect(server.requests.first?.target == "/v1/videos/..%2Fa%2Fb%3Fc%3D%2B")
        }
    }

    private struct Refusal: Sendable, CustomTestStringConvertible {
        let status: Int
        let body: String
        let code: ClientError.Code
        let message: String
        let advice: String
        var delivery = ClientError.Delivery.refused
        var testDescription: String { "\(status) \(body)" }
    }

    private static let refusals = [
        Refusal(
            status: 401,
            body: #"{"error":{"message":"bad \#(testSecret)","code":"invalid_api_key"}}"#,
            code: .invalidKey, message: "the gateway answered 401: bad *** (invalid_api_key)",
            advice: "check the API key"),
        Refusal(
            status: 402,
            body: #"{"error":{"message":"Insufficient balance","code":"insufficient_balance"}}"#,
            code: .paymentRequired, message: "Insufficient balance", advice: "top up"),
        Refusal(
            status: 403,
            body:
                #"{"error":{"message":"user [1] quota [-1] preConsumedQuota [7] is not enough"}}"#,
            code: .paymentRequired, message: "quota [-1]", advice: "top up"),
        Refusal(
            status: 403, body: #"{"error":{"message":"no access"}}"#, code: .forbidden,
            message: "no access", advice: "check what this key may do"),
        Refusal(
            status: 400,
            body: #"{"code":"missing_model","message":"model field is required","data":null}"#,
            code: .refused, message: "model field is required", advice: "choose another"),
        Refusal(
            status: 400, body: #"{"error":{"message":"no\u001b[2Jt"}}"#, code: .refused,
            message: "no\\u{1b}[2Jt", advice: ""),
        Refusal(
            status: 404, body: "<html><h1>404</h1>", code: .notFound,
            message: "the gateway answered 404 (not found)", advice: "check base-url"),
        Refusal(
            status: 408, body: "", code: .refused, message: "(request timeout)",
            advice: "may run and be billed", delivery: .unknown),
        Refusal(
            status: 524, body: "", code: .serverError, message: "answered 524",
            advice: "may run and be billed", delivery: .unknown),
        Refusal(
            status: 429, body: #"{"error":{"message":"none left","type":"insufficient_quota"}}"#,
            code: .paymentRequired, message: "none left", advice: "top up"),
        Refusal(
            status: 503,
            body: #"{"error":{"message":"No available channel","code":"model_not_found"}}"#,
            code: .serverError, message: "No available channel", advice: "choose another"),
        // Words of the prompt that a gateway quotes are no limit of requests.
        Refusal(
            status: 400,
            body: #"{"error":{"message":"'60 ticks per minute' violates the content policy"}}"#,
            code: .refused, message: "60 ticks per minute", advice: "reword the prompt"),
        Refusal(
            status: 302, body: "", code: .refused, message: "the gateway answered 302",
            advice: "set base-url"),
        Refusal(
            status: 500, body: #"{"error":"boom"}"#, code: .serverError, message: "500: boom",
            advice: "may run and be billed", delivery: .unknown),
        Refusal(
            status: 502, body: "", code: .serverError, message: "bad gateway",
            advice: "may run and be billed", delivery: .unknown),
        Refusal(
            status: 200, body: "<html>welcome</html>", code: .badAnswer, message: "web page",
            advice: "may run and be billed", delivery: .unknown),
        Refusal(
            status: 200, body: "{\"id\":\"vid", code: .badAnswer,
            message: #"named no usable task id; it answered: {"id":"vid"#,
            advice: "may run and be billed", delivery: .unknown),
        Refusal(
            status: 200, body: "{}", code: .badAnswer, message: "named no usable task id",
            advice: "may run and be billed", delivery: .unknown),
        Refusal(
            status: 200, body: "task \u{1b}[2Jabc \(testSecret) made", code: .badAnswer,
            message: #"no complete JSON; it is: task \u{1b}[2Jabc *** made"#,
            advice: "may run and be billed", delivery: .unknown),
        // Cut where the id of the task may still have come.
        Refusal(
            status: 200, body: #"{"id":12345,"data":{"task_id":"ta"#, code: .badAnswer,
            message: "named no usable task id", advice: "may run and be billed",
            delivery: .unknown),
        Refusal(
            status: 200,
            body: #"{"id":"req_77","object":"error","error":{"code":"insufficient_quota"}}"#,
            code: .paymentRequired, message: "answered 200 (insufficient_quota)", advice: "top up"),
        Refusal(
            status: 200, body: #"{"code":401,"message":"who are you"}"#, code: .invalidKey,
            message: "the gateway answered 200: who are you (401)", advice: "check the API key"),
        Refusal(
            status: 200,
            body: #"{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}"#,
            code: .paymentRequired, message: "answered 200: insufficient balance (1008)",
            advice: "top up"),
        Refusal(
            status: 200, body: #"{"id":"task_9","error":{"message":"upstream"}}"#,
            code: .outcomeUnknown, message: "upstream; it names the id task_9",
            advice: "may run and be billed", delivery: .unknown),
        // Sent again without the id; with it, a second try may be a second job.
        Refusal(
            status: 200, body: #"{"id":"task_9","error":{"message":"too many","code":429}}"#,
            code: .outcomeUnknown, message: "too many (429); it names the id task_9",
            advice: "may run and be billed", delivery: .unknown),
        Refusal(
            status: 200, body: #"{"error":{"message":"no","code":"image_too_large"}}"#,
            code: .refused, message: "no (image_too_large)", advice: "10 MB"),
    ]

    @Test func createIsNotRepeated() async throws {
        for refusal in Self.refusals {
            try await withGateway({ _, _ in RawStep.answer(refusal.status, refusal.body) }) {
                client, server in
                for step in [ClientError.Step.create, .chat] {
                    // What a bad body under a good status means differs for a stream.
                    if step == .chat, refusal.status == 200 { continue }
                    let error = try await failure { () async throws(ClientError) in
                        if step == .create {
                            _ = try await client.create(textRequest)
                        } else {
                            _ = try await client.generate(chatRequest)
                        }
                    }
                    #expect(error.code == refusal.code, "\(refusal)")
                    #expect(error.message.contains(refusal.message), "\(error.message)")
                    #expect(error.advice.contains(refusal.advice), "\(refusal) \(error.advice)")
                    #expect(error.delivery == refusal.delivery, "\(refusal)")
                    #expect(error.step == step)
                }
                #expect(server.requests.count <= 2, "\(refusal)")
            }
        }
    }

    @Test(arguments: [429, 503])
    func createIsRepeatedWhenSurelyNothingRuns(status: Int) async throws {
        let notices = Collector<RetryNotice>()
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
            number < 2 ? RawStep.answer(status, "{}") : RawStep.answer(200, Self.queued)
        }
        try await withGateway(report: notices.add, respond) { client, server in
            _ = try await client.create(textRequest)
            #expect(server.requests.count == 3)
        }
        #expect(notices.values.map(\.attempt) == [1, 2])
        #expect(notices.values.allSatisfy { $0.step == .create && $0.of == 5 })
    }

    @Test func triesAreCounted() async throws {
        try await withGateway({ _, _ in RawStep.answer(429, "{}") }) { client, server in
            let error = try await failure { () async throws(ClientError) in
                try await client.create(textRequest)
            }
            #expect(error.code == .rateLimited)
            #expect(error.delivery == .refused)
            #expect(error.message.hasSuffix("(after 5 tries)"))
            #expect(server.requests.count == 5)
        }
    }

    @Test func theServersWishIsObeyedAndCapped() async throws {
        let clock = SelectiveClock(passes: { [.seconds(7), .seconds(100)].contains($0) })
        let notices = Collector<RetryNotice>()
        let policy = RetryPolicy(retryAfterLimit: .seconds(100))
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
            switch number {
            case 0: RawStep.answer(503, "{}", headers: ["Retry-After: 7"])
            case 1: RawStep.answer(429, "{}", headers: ["retry-after: 3600"])
            default: RawStep.answer(200, Self.queued)
            }
        }
        try await withGateway(retry: policy, clock: clock, report: notices.add, respond) {
            client, _ in _ = try await client.create(textRequest)
        }
        #expect(clock.pauses.values == [.seconds(7), .seconds(100)])
        #expect(notices.values.map(\.delay) == [.seconds(7), .seconds(100)])
        #expect(notices.values[1].reason.contains("asks for 60 min; 100 s is the limit"))
    }

    @Test func aCutCreateIsUnknownAndNeverRepeated() async throws {
        for steps in [[], [RawStep.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"id\"")]] {
            try await withGateway({ _, _ in steps }) { client, server in
                let error = try await failure { () async throws(ClientError) in
                    try await client.create(textRequest)
                }
                #expect(error.delivery == .unknown)
                #expect(error.code == .connection)
                #expect(error.advice.contains("before you send it again"))
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func aSilentCreateIsUnknown() async throws {
        let arrived = Collector<Int>()
        let clock = GateClock(
            deadline: Deadlines.standard.createHead, isOpen: { !arrived.values.isEmpty })
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, number in
            arrived.add(number)
            return [.stall]
        }
        try await withGateway(deadlines: .standard, clock: clock, respond) { client, server in
            let error = try await failure { () async throws(ClientError) in
                try await client.create(textRequest)
            }
            #expect(error.code == .timeout)
            #expect(error.message.contains("no answer within 2 min"))
            #expect(error.delivery == .unknown)
            #expect(server.requests.count == 1)
        }
    }

    @Test func aRefusedConnectionIsNotSentAndRepeated() async throws {
        // Taken, so that no server of another test gets it, but nobody listens.
        let (socket, port) = try takenPort()
        defer { close(socket) }
        let notices = Collector<RetryNotice>()
        try await HTTPTransport.with(proxy: nil) { transport in
            let client = try makeClient(
                transport, base: "http://127.0.0.1:\(port)/v1", report: notices.add)
            for step in [ClientError.Step.create, .chat] {
                let error = try await failure { () async throws(ClientError) in
                    if step == .create {
                        _ = try await client.create(textRequest)
                    } else {
                        _ = try await client.generate(chatRequest)
                    }
                }
                #expect(error.code == .connection)
                #expect(error.delivery == .notSent)
                #expect(error.message.contains("127.0.0.1:\(port)"))
                #expect(error.message.contains("Connection refused"))
            }
        }
        #expect(notices.values.count == 8)
    }

    @Test func statusIsRepeatedOnEachBadDay() async throws {
        let days: [[RawStep]] = [
            RawStep.answer(500, "{}"), RawStep.answer(408, "{}"), [],
            RawStep.answer(200, "<html>", type: "text/html"), RawStep.answer(200, Self.queued),
        ]
        try await withGateway({ _, number in days[number] }) { client, server in
            let task = try await client.status(of: "video_1")
            #expect(task.status == .queued)
            #expect(server.requests.count == 5)
        }
    }

    /// A task that failed has failed, whatever code its reason has.
    @Test(arguments: [
        #"{"code":400,"message":"blocked"}"#, #"{"code":401,"message":"no"}"#,
        #"{"code":"404","message":"gone"}"#, #"{"code":"insufficient_quota","message":"empty"}"#,
    ])
    func aFailedTaskHasFailed(reason: String) async throws {
        let body = #"{"id":"video_1","status":"failed","error":\#(reason)}"#
        try await withGateway({ _, _ in RawStep.answer(200, body) }) { client, server in
            let task = try await client.status(of: "video_1")
            #expect(task.status == .failed)
            #expect(server.requests.count == 1)
        }
    }

    @Test func statusOfAnUnknownTaskIsFinal() async throws {
        for (status, body) in [
            (404, #"{"error":{"message":"Task not found"}}"#),
            (400, #"{"code":"task_not_exist","message":"task_not_exist","data":null}"#),
        ] {
            try await withGateway({ _, _ in RawStep.answer(status, body) }) { client, server in
                let error = try await failure { () async throws(ClientError) in
                    try await client.status(of: "video_1")
                }
                #expect(error.code == .notFound)
                #expect(error.advice.contains("24 hours"))
                #expect(error.delivery == .notApplicable)
                #expect(server.requests.count == 1)
            }
        }
    }

    /// Every way a redirect can lead away, for each request that carries the key to the API.
    @Test(arguments: [301, 302, 303, 307, 308])
    func noRedirectOfTheAPIIsFollowed(status: Int) async throws {
        try await RawServer.with({ _, _ in RawStep.answer(200, Self.queued) }) { foreign in
            for target in [foreign.origin + "/x", "/v1/other", "//127.0.0.1:\(foreign.port)/x"] {
                let steps = RawStep.answer(status, "", headers: ["Location: \(target)"])
                try await withGateway({ _, _ in steps }) { client, server in
                    for step in [ClientError.Step.create, .status, .chat] {
                        let error = try await failure { () async throws(ClientError) in
                            switch step {
                            case .create: _ = try await client.create(textRequest)
                            case .chat: _ = try await client.generate(chatRequest)
                            default: _ = try await client.status(of: "video_1")
                            }
                        }
                        #expect(error.code == .refused)
                        #expect(error.message.contains("a redirect to"))
                        #expect(
                            error.delivery
                                == (status == 303
                                    ? step.interruptedDelivery : step.refusedDelivery))
                    }
                    // A poll is asked again, whatever came: the job behind it is paid for.
                    #expect(server.requests.count == 2 + RetryPolicy.standard.tries)
                }
            }
            #expect(foreign.requests.isEmpty)
        }
    }

    /// A pause that the gateway asks for is taken from whatever answer it stands in.
    @Test func wishesStandInEveryAnswer() async throws {
        let page = RawStep.answer(
            200, "<html>", type: "text/html", headers: ["Retry-After: 7"])
        let soon = RawStep.answer(500, "{}", headers: ["retry-after-ms: 2000"])
        let good = RawStep.answer(200, Self.queued, headers: ["openai-poll-after-ms: 2500"])
        let long = RawStep.answer(200, Self.queued, headers: ["Retry-After: 86400"])
        let clock = SelectiveClock(passes: { [.seconds(7), .seconds(2)].contains($0) })
        let notices = Collector<RetryNotice>()
        let answers = [page, soon, good, long]
        try await withGateway(
            retry: .standard, clock: clock, report: notices.add, { _, number in answers[number] }
        ) { client, _ in
            let wished = try await client.status(of: "video_1").pollAfter
            #expect(wished == .milliseconds(2_500))
            let capped = try await client.status(of: "video_1").pollAfter
            #expect(capped == .seconds(86_400), "what of it is waited for is the caller's affair")
        }
        #expect(notices.values.map(\.delay) == [.seconds(7), .seconds(2)])
    }

    @Test func anEndlessAnswerIsCut() async throws {
        let respond: @Sendable (RawRequest, Int) -> [RawStep] = { _, _ in
            RawStep.answer(200, String(repeating: " ", count: 5_000_000))
        }
        try await withGateway(respond) { client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.status(of: "video_1")
            }
            #expect(error.code == .tooLarge, "\(error)")
        }
    }

    @Test func cancellationIsSaid() async throws {
        try await withGateway({ _, _ in [.stall] }) { client, server in
            try await withThrowingTaskGroup(of: ClientError.self) { group in
                group.addTask {
                    try await failure { () async throws(ClientError) in
                        try await client.status(of: "video_1")
                    }
                }
                while server.requests.isEmpty { await Task.yield() }
                group.cancelAll()
                let error = try await group.next()
                #expect(error?.code == .cancelled)
            }
        }
    }

    /// More held requests than the pool of the HTTP library allows by itself.
    @Test func manyRequestsAreHeldAtOnce() async throws {
        let count = RequestPace.Limits.loopback.inFlight
        let arrived = Collector<Int>()
        try await RawServer.with({ _, number in
            arrived.add(number)
            return [.stall]
        }) { server in
            try await HTTPTransport.with(proxy: nil) { transport in
                let client = try makeClient(transport, base: server.origin + "/v1")
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<count {
                        group.addTask { _ = try? await client.generate(chatRequest) }
                    }
                    while arrived.values.count < count { await Task.yield() }
                    group.cancelAll()
                }
            }
        }
        #expect(arrived.values.count == count)
    }
}
