import Testing

@testable import VeoClient

/// Answers about tasks as gateways have been seen to send them.
@Suite("Answers in the wild") struct WildAnswerTests {
    private static func task(_ text: String, id: String?) throws -> VideoTask? {
        VideoTask(
            body: try #require(JSONValue(text)), id: id,
            base: try BaseURL(parsing: "https://api.example.com/v1"),
            secrets: SecretFilter(try APIKey(testSecret)))
    }

    struct Create: Sendable {
        let answer: String
        let id: String?
    }

    static let creates = [
        Create(answer: #"{"id":1893745012345678902,"status":"queued"}"#, id: "1893745012345678902"),
        Create(
            answer: #"{"task_id":115792089237316195423570985008687907853269984665640564039457}"#,
            id: "115792089237316195423570985008687907853269984665640564039457"),
        Create(answer: #"{"code":"success","data":{"id":12345,"task_id":"task_a"}}"#, id: "task_a"),
        Create(answer: #"{"id":"video_1","object":"video","task_id":"upstream"}"#, id: "video_1"),
        Create(answer: #"{"id":"t1","task_id":"t1","object":"video"}"#, id: "t1"),
        Create(answer: #"{"id":"cid","object":"task","task_id":"t1"}"#, id: "t1"),
        Create(
            answer: #"{"request_id":"r","output":{"task_id":"0385","task_status":"PENDING"}}"#,
            id: "0385"),
        Create(
            answer: #"{"request_id":"r","status":"IN_QUEUE","status_url":"https://q"}"#, id: "r"),
        Create(
            answer: #"{"code":200,"msg":"success","data":"{\"taskId\":\"90071992547409931\"}"}"#,
            id: "90071992547409931"),
        Create(
            answer: #"{"code":200,"msg":"success","data":{"taskId":"veo_task"}}"#, id: "veo_task"),
        Create(answer: #"[{"id":"v1","status":"queued"}]"#, id: "v1"),
        Create(answer: #"{"code":0,"data":[{"task_id":"t1"}]}"#, id: "t1"),
        Create(
            answer: #"{"code":0,"data":{"data":{"task_id":"t1","status":"NOT_START"}}}"#, id: "t1"),
        Create(answer: #""{\"id\":\"v1\",\"status\":\"queued\"}""#, id: "v1"),
        Create(
            answer: #"{"code":0,"message":"SUCCEED","request_id":"r","data":{"task_id":"k1"}}"#,
            id: "k1"),
        Create(answer: #"{"TaskID":"t1","Status":"Submitted"}"#, id: "t1"),
        Create(
            answer: #"{"task_id":"m1","base_resp":{"status_code":0,"status_msg":"success"}}"#,
            id: "m1"),
        Create(
            answer: #"{"name":"models/veo-3.1/operations/abc"}"#,
            id: "models/veo-3.1/operations/abc"
        ),
        Create(
            answer: #"{"id":"video_1","prompt":"a \ud83d cat","status":"queued"}"#, id: "video_1"),
        Create(answer: "{\"prompt\":\"two\nlines\tand\u{1}\",\"id\":\"video_1\"}", id: "video_1"),
        Create(answer: #"{"prompt":"say "hi", she said","id":"video_1"}"#, id: "video_1"),
        Create(answer: #"{"progress":NaN,"eta":-Infinity,"id":"video_1",}"#, id: "video_1"),
        Create(answer: "{'id': 'video_1', 'error': None, 'ok': True}", id: "video_1"),
        Create(answer: "\u{feff}{\"id\":\"video_1\"}", id: "video_1"),
        Create(answer: "data: {\"id\":\"video_1\"}\n\n", id: "video_1"),
        Create(answer: "{\"id\":\"video_1\"}\n<br />Warning: x in y on line 3", id: "video_1"),
        Create(answer: #"{"request_id":"r"}"#, id: "r"),
        Create(answer: #"{"id":"req-1","data":{"task_id":"t1"}}"#, id: "t1"),
        Create(answer: #"{"id":"77","data":{"id":"t1","status":"queued"}}"#, id: "t1"),
        Create(answer: #"{"id":"77","task":{"id":"t1","status":"queued"}}"#, id: "t1"),
        Create(answer: #"{"id":"77","job":{"id":"t1"}}"#, id: "t1"),
        Create(answer: #"{"id":"req_1","result":{"id":"t1"}}"#, id: "t1"),
        Create(answer: #"{"id":"chatcmpl-7","created":1,"data":[{"task_id":"t1"}]}"#, id: "t1"),
        Create(answer: #"{"id":"0","object":"video","task_id":"t1"}"#, id: "t1"),
        Create(answer: #"{"id":"t1","status":"queued","data":{"id":"x"}}"#, id: "t1"),
        Create(
            answer: #"{"id":"t1","status":"queued","task":{"id":"x","status":"queued"}}"#, id: "t1"),
        Create(answer: #"{"id":"t1","data":{"id":"x","url":"u"}}"#, id: "t1"),
        Create(answer: #"{"uuid":"t1","state":"pending"}"#, id: "t1"),
        Create(answer: #"{"prompt_id":"t1","number":3}"#, id: "t1"),
        Create(answer: #"{"code":0,"msg":"ok","data":{}}"#, id: nil),
        Create(answer: #"{"id":{"$oid":"x"}}"#, id: nil), Create(answer: #"{"id":""}"#, id: nil),
    ]

    @Test(arguments: creates) func ids(row: Create) throws {
        #expect(try Self.task(row.answer, id: nil)?.id == row.id, "\(row.answer)")
    }

    /// The id that was asked for stays, whatever else an answer calls the task.
    @Test func polledIDsStay() throws {
        #expect(try Self.task(#"{"id":"upstream","status":"queued"}"#, id: "mine")?.id == "mine")
    }

    struct Poll: Sendable {
        let answer: String
        let status: TaskStatus?
    }

    static let polls = [
        Poll(answer: #"{"status":"success","data":{"status":"processing"}}"#, status: .running),
        Poll(answer: #"{"status":"success","data":{"status":"failed"}}"#, status: .failed),
        Poll(
            answer: #"{"id":"v","status":"success","data":{"status":"processing"}}"#,
            status: .running),
        Poll(
            answer: #"{"status":"ok","data":{"status":"success","data":{"status":"queued"}}}"#,
            status: .queued),
        Poll(answer: #"{"status":200,"message":"ok","data":{"status":"failed"}}"#, status: .failed),
        Poll(answer: #"{"code":0,"data":{"task_status":"succeed"}}"#, status: .completed),
        Poll(answer: #"{"status":"success","data":{"status":"brewing"}}"#, status: .unrecognized),
        Poll(
            answer: #"{"id":"v","status":"processing","result":{"status":"success"}}"#,
            status: .running),
        Poll(
            answer: #"{"id":"v","status":"completed","metadata":{"status":"processing"}}"#,
            status: .completed),
        Poll(
            answer: #"{"data":[{"id":"x","status":"failed"},{"id":"v","status":"queued"}]}"#,
            status: .queued),
        Poll(
            answer: #"{"data":[{"id":"x","status":"failed"},{"id":"y","status":"failed"}]}"#,
            status: nil),
        Poll(answer: #"{"code":200,"data":{"taskId":"v","successFlag":0}}"#, status: .running),
        Poll(
            answer:
                #"{"code":200,"data":{"successFlag":1,"response":{"resultUrls":["https://o.example/1"]}}}"#,
            status: .completed),
        Poll(
            answer: #"{"code":200,"data":{"successFlag":3,"errorMessage":"no"}}"#, status: .failed),
        Poll(answer: #"{"name":"operations/v","done":false}"#, status: .running),
        Poll(
            answer: #"{"name":"operations/v","done":true,"error":{"code":13,"message":"m"}}"#,
            status: .failed),
        Poll(
            answer:
                #"{"done":true,"response":{"generateVideoResponse":{"raiMediaFilteredCount":1,"raiMediaFilteredReasons":["audio"]}}}"#,
            status: .completed),
        Poll(
            answer: #"{"status":"completed","error":{"message":"filtered","code":"c"}}"#,
            status: .completed),
        Poll(
            answer:
                #"{"status":"completed","error":{"message":"late"},"url":"https://o.example/1"}"#,
            status: .completed),
        Poll(
            answer: #"{"status":"completed","error":{"code":"","message":""}}"#, status: .completed),
        Poll(answer: #"{"status":"MEDIA_GENERATION_STATUS_SUCCESSFUL"}"#, status: .completed),
        Poll(
            answer: #"{"task":{"task_id":"v","status":"TASK_STATUS_SUCCEED"},"videos":[]}"#,
            status: .completed),
        Poll(answer: #"{"status":2}"#, status: .unrecognized),
        Poll(answer: #"{"status":"completed","status":null}"#, status: .completed),
        Poll(answer: #"{"code":"success","data":{}}"#, status: nil),
    ]

    @Test(arguments: polls) func statuses(row: Poll) throws {
        #expect(try Self.task(row.answer, id: "v")?.status == row.status, "\(row.answer)")
    }

    @Test func reasonsInTheirWords() throws {
        func reason(_ answer: String) throws -> String? {
            try Self.task(answer, id: "v")?.error?.message
        }
        #expect(try reason(#"{"code":200,"data":{"successFlag":3,"errorMessage":"no"}}"#) == "no")
        #expect(
            try reason(
                #"{"done":true,"response":{"raiMediaFilteredCount":1,"raiMediaFilteredReasons":["audio"]}}"#
            )
                == "audio")
        #expect(
            try reason(
                #"{"message":"SUCCEED","code":0,"data":{"task_status":"failed","task_status_msg":"risk"}}"#
            )
                == "risk")
        #expect(
            try reason(
                #"{"status":"failed","error":"no","video_url":"https://o.example/1.mp4?s=1"}"#)
                == "no (it names a video all the same: https://o.example/1.mp4)")
        #expect(
            try reason(#"{"status":"failed","error":"no","url":"https://help.example/why"}"#)
                == "no")
    }

    struct Links: Sendable {
        let answer: String
        let urls: [String]
    }

    private static let one = "https://o.example/1.mp4"
    private static let two = "https://o.example/2"

    static let links = [
        Links(answer: #"{"video_url":["\#(two)","\#(one)"]}"#, urls: [two, one]),
        Links(
            answer: #"{"videos":[{"url":"\#(two)","cover":"https://o.example/c"}]}"#, urls: [two]),
        Links(answer: #"{"output":{"video_url":"\#(two)"}}"#, urls: [two]),
        Links(answer: #"{"output":"\#(two)"}"#, urls: [two]),
        Links(answer: #"{"output":["\#(two)"]}"#, urls: [two]),
        Links(answer: #"{"data":{"result":{"videos":[{"uri":"\#(two)"}]}}}"#, urls: [two]),
        Links(
            answer:
                #"{"response":{"generateVideoResponse":{"generatedSamples":[{"video":{"uri":"\#(two)"}}]}}}"#,
            urls: [two]),
        Links(answer: #"{"metadata":{"url":"\#(two)"}}"#, urls: [two]),
        Links(
            answer: #"{"task_result":{"videos":[{"id":"x","url":"\#(one)","duration":"5"}]}}"#,
            urls: [one]),
        Links(answer: #"{"content":{"video_url":"\#(two)"}}"#, urls: [two]),
        Links(
            answer: #"{"video_result":[{"url":"\#(two)","cover_image_url":"\#(one)"}]}"#,
            urls: [two]),
        Links(answer: #"{"resultJson":"{\"resultUrls\":[\"\#(two)\"]}"}"#, urls: [two]),
        Links(
            answer:
                #"{"url":"\#(two)","thumbnail_url":"https://o.example/t.mp4","x":{"y":"\#(one)"}}"#,
            urls: [one, two]),
        Links(
            answer: #"{"url":"\#(one)","video_url":"\#(one)","result_url":"\#(one)"}"#, urls: [one]),
        Links(answer: #"{"videoUrl":"\#(two)","image_urls":["https://o.example/i"]}"#, urls: [two]),
        Links(answer: #"{"images":[{"url":"https://o.example/i"}]}"#, urls: []),
        Links(
            answer:
                #"{"urls":{"get":"https://api.example.com/p/1","cancel":"https://api.example.com/c"}}"#,
            urls: []),
        Links(
            answer: #"{"input":{"video_url":"\#(one)"},"callback_url":"https://me.example/"}"#,
            urls: []),
        Links(answer: #"{"url":"pending","video_url":"null","output":"a text"}"#, urls: []),
        Links(
            answer: #"{"video":{"url":"https://o.example:99999/1.mp4"},"url":"\#(two)"}"#,
            urls: [two]),
        Links(
            answer: #"{"watch_url":"https://o.example/watch/1","video_url":"\#(two)"}"#, urls: [two]
        ),
        Links(
            answer: #"{"video_url":"https://o.example/x?filename=视频.mp4&Signature=a%2Fb"}"#,
            urls: ["https://o.example/x?filename=%E8%A7%86%E9%A2%91.mp4&Signature=a%2Fb"]),
        Links(answer: #"{"video_url":" \#(two)\n"}"#, urls: [two]),
    ]

    @Test(arguments: links) func findsLinks(row: Links) throws {
        let text = #"{"status":"completed","x":\#(row.answer)}"#
        for answer in [row.answer, text] {
            let found = AnswerLinks(
                try #require(JSONValue(answer)),
                base: try BaseURL(parsing: "https://api.example.com/v1"))
            #expect(found.links.map(\.url) == row.urls, "\(answer)")
        }
    }

    @Test func videosInTheAnswerAreSeen() throws {
        let video = "AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDE="
        let picture = "data:image/png;base64,iVBORw0KGgo="
        for (answer, holds) in [
            (#"{"metadata":{"url":"data:video/mp4;base64,\#(video)"}}"#, true),
            (#"{"response":{"videos":[{"bytesBase64Encoded":"\#(video)"}]}}"#, true),
            (#"{"thumb":"\#(picture)","url":"\#(picture)"}"#, false),
        ] {
            let task = try Self.task(#"{"status":"completed","data":\#(answer)}"#, id: "v")
            #expect(task?.holdsVideo == holds)
        }
    }

    @Test(arguments: [
        #"{"id":"req_77","object":"error","error":{"code":"insufficient_quota","message":"m"}}"#,
        #"{"code":401,"message":"m"}"#, #"{"code":"401","msg":"m","data":null}"#,
        #"{"status":401,"message":"m"}"#, #"{"success":false,"message":"m"}"#,
        #"{"task_id":"","base_resp":{"status_code":1008,"status_msg":"m"}}"#,
        #"{"errcode":40001,"errmsg":"m"}"#, #"{"error_code":17,"error_msg":"m"}"#,
        #"{"errors":[{"message":"m"}]}"#, #"{"status":"error","message":"m"}"#,
        #"{"code":1,"msg":"m"}"#, #"{"code":500,"msg":"{\"error\":{\"message\":\"m\"}}"}"#,
        #"{"error":{"message":"m"},"id":"x","status":""}"#,
    ])
    func errors(answer: String) throws {
        let body = try #require(JSONValue(answer))
        #expect(APIFailure(body: body)?.message == "m")
    }

    @Test(arguments: [
        #"{"code":0,"message":"SUCCEED"}"#, #"{"code":10000,"message":"Success"}"#,
        #"{"code":200,"msg":"ok"}"#, #"{"code":1,"msg":"success","data":{"id":"x"}}"#,
        #"{"id":"x","status":"queued","error":0}"#, #"{"id":"x","message":"queued"}"#,
        #"{"base_resp":{"status_code":0,"status_msg":"success"}}"#,
        #"{"id":"x","status":"thinking","message":"wait"}"#,
        #"{"task_id":"x","error":{"code":0,"message":"success"}}"#, #"{"error":"none"}"#,
        #"{"error":{"code":"none","message":"none"}}"#, #"{"error":"N/A"}"#,
        #"{"code":1,"message":"提交成功"}"#, #"{"code":20000,"message":"Request accepted"}"#,
    ])
    func noErrors(answer: String) throws {
        #expect(APIFailure(body: try #require(JSONValue(answer))) == nil)
    }
}
