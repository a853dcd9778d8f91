import Testing

@testable import VeoClient

@Suite struct AnswerTests {
    private func task(_ text: String, id: String? = "asked") throws -> VideoTask? {
        VideoTask(
            body: try #require(JSONValue(text)), id: id,
            base: try BaseURL(parsing: "https://api.example.com/v1"),
            secrets: SecretFilter(try APIKey(testSecret)))
    }

    @Test(arguments: [
        (
            TaskStatus.queued,
            "queued pending submitted not_start preparing NOTSTARTED created starting QUEUED"
        ),
        (.running, "processing in_progress running generating IN_PROGRESS Processing"),
        (.completed, "completed complete success succeeded finished done succeed Completed"),
        (.failed, "failed failure fail error cancelled canceled FAILURE"),
        (.unrecognized, "unknown ready 完成 completed? 1"),
    ])
    func statusWords(status: TaskStatus, words: String) {
        for word in words.split(separator: " ") {
            #expect(TaskStatus(word: String(word)) == status, "\(word)")
        }
    }

    @Test func recordedCompletion() throws {
        let task = try #require(
            try task(
                """
                {"completed_at":1764173113,"created_at":1764172941,"id":"video_9c4e","model":\
                "sora2_video_generation","object":"video","progress":100,"result_url":\
                "https://o.example/r.mp4","seconds":"4","size":"720x1280","status":"completed",\
                "url":"https://o.example/u.mp4","video_url":"https://o.example/v.mp4","error":null}
                """))
        #expect(task.id == "asked")
        #expect(task.status == .completed)
        #expect(task.progress == 100)
        #expect(task.link?.url == "https://o.example/v.mp4")
        #expect(task.createdAt == 1_764_172_941)
        #expect(task.completedAt == 1_764_173_113)
        #expect(task.seconds == "4")
        #expect(task.size == "720x1280")
        #expect(task.error == nil)
    }

    /// Some gateways tell milliseconds.
    @Test(arguments: [
        ("1764172941", 1_764_172_941), ("1764172941000", 1_764_172_941), ("-5", nil),
        ("99999999999999", nil),
    ])
    func timesOfServers(written: String, seconds: Int?) throws {
        let body = #"{"status":"running","created_at":\#(written)}"#
        #expect(try task(body)?.createdAt == seconds)
    }

    @Test(
        arguments: [
            (
                #"{"status":"completed","result_url":"https://o.example/r","url":"https://o.example/u"}"#,
                "https://o.example/r"
            ),
            (
                #"{"status":"completed","video_url":"","url":"https://o.example/u"}"#,
                "https://o.example/u"
            ),
            (
                #"{"status":"completed","url":"/v1/videos/1/content"}"#,
                "https://api.example.com/v1/videos/1/content"
            ),
            (
                #"{"status":"completed","data":{"url":"https://o.example/d"}}"#,
                "https://o.example/d"
            ),
            (
                #"{"code":"success","data":{"status":"SUCCESS","fail_reason":"https://o.example/f"}}"#,
                "https://o.example/f"
            ),
            (#"{"status":"completed","url":"gs://bucket/x"}"#, nil),
            (
                #"{"status":"completed","url":"https://o.example/?k=sk-test+secret/0123456789"}"#,
                nil
            ),
            (#"{"status":"completed"}"#, nil),
        ] as [(String, String?)])
    func links(text: String, url: String?) throws {
        #expect(try task(text)?.link?.url == url)
    }

    @Test(
        arguments: [
            ("50", 50), ("49.5", 49.5), ("\"50%\"", 50), ("\"7\"", 7), ("150", 100), ("-1", 0),
            ("null", nil), ("\"soon\"", nil), ("{}", nil), ("true", nil),
        ] as [(String, Double?)])
    func progress(value: String, percent: Double?) throws {
        #expect(try task("{\"status\":\"x\",\"progress\":\(value)}")?.progress == percent)
    }

    /// What is compared is what came: not cut, not made visible.
    @Test func promptAsItCame() throws {
        let prompt = String(repeating: "a cat\nand a dog ", count: 40) + "\u{202e}"
        let task = try #require(
            try task("{\"id\":\"v\",\"status\":\"queued\",\"prompt\":\(jsonLiteral(prompt))}"))
        #expect(task.prompt?.asItCame == prompt)
        #expect("\(task.prompt ?? ServerText(""))" == "a text of the server")
    }

    @Test func wrappedUpperCase() throws {
        let task = try #require(
            try task(
                #"{"code":"success","data":{"task_id":"t1","status":"IN_PROGRESS","progress":"50%"}}"#,
                id: nil))
        #expect(task.id == "t1")
        #expect(task.status == .running)
        #expect(task.rawStatus == "IN_PROGRESS")
        #expect(task.progress == 50)
    }

    @Test(arguments: [
        (#"{"status":"failed","error":{"message":"no","code":"c"}}"#, "no"),
        (#"{"status":"failed","error":"no"}"#, "no"),
        (#"{"status":"FAILURE","fail_reason":"no"}"#, "no"),
        (
            #"{"status":"failed","error":""}"#,
            "the gateway gives no reason (often the content filter)"
        ),
        (
            #"{"status":"failed","error":null}"#,
            "the gateway gives no reason (often the content filter)"
        ),
        (#"{"status":"failed","error":{"message":"key sk-test+secret/0123456789"}}"#, "key ***"),
    ])
    func failures(text: String, message: String) throws {
        let task = try #require(try task(text))
        #expect(task.status == .failed)
        #expect(task.error?.message == message)
    }

    @Test func answersWithoutSense() throws {
        #expect(try task("{}", id: nil) == nil)
        #expect(try task("{}") == nil)
        #expect(try task("[]") == nil)
        #expect(try task(#"{"id":"a\nb"}"#, id: nil) == nil)
        #expect(try task(#"{"id":"sk-test+secret/0123456789"}"#, id: nil) == nil)
        #expect(try task(#"{"id":"v1"}"#, id: nil)?.status == .queued)
        #expect(try task(#"{"id":7,"status":"odd"}"#, id: nil)?.id == "7")
    }

    @Test(
        arguments: [
            (#"{"error":{"message":"m","type":"t","code":"c"}}"#, "m", "c"),
            (#"{"error":{"message":"m"}}"#, "m", nil),
            (#"{"error":"m"}"#, "m", nil),
            (#"{"code":"task_not_exist","message":"m","data":null}"#, "m", "task_not_exist"),
            (
                #"{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}"#, "m",
                "RESOURCE_EXHAUSTED"
            ),
            (#"[{"error":{"code":13,"message":"m"}}]"#, "m", "13"),
            (
                #"{"code":"fail_to_fetch_task","message":"{\"error\":{\"message\":\"m\",\"code\":\"c\"}}"}"#,
                "m", "c"
            ),
            (
                #"{"success":false,"message":"m","error_code":"QUOTA_EXCEEDED"}"#, "m",
                "QUOTA_EXCEEDED"
            ),
            (#"{"object":"error","message":"m"}"#, "m", nil),
        ] as [(String, String, String?)])
    func errorShapes(text: String, message: String, code: String?) throws {
        let body = try #require(JSONValue(text))
        let failure = try #require(APIFailure(body: body))
        #expect(failure.message == message)
        #expect(failure.code == code)
    }

    @Test(arguments: [
        #"{"id":"v","status":"queued","error":null}"#, "[]", "{}", "3",
        #"{"code":"success","message":"","data":{}}"#,
    ])
    func noErrors(text: String) throws {
        #expect(APIFailure(body: try #require(JSONValue(text))) == nil)
    }

    @Test func adviceFollowsTheCode() {
        func advice(
            _ code: String?, _ message: String = "", status: Int? = nil,
            step: ClientError.Step = .status
        ) -> String {
            FailureAdvice.text(
                status: status, failure: APIFailure(code: code, message: message), step: step)
        }
        #expect(advice("insufficient_balance").contains("top up"))
        #expect(
            advice(nil, "user [1] quota [-1] preConsumedQuota [7] is not enough").contains("top up")
        )
        #expect(advice("PUBLIC_ERROR_AUDIO_FILTERED").contains("reword"))
        #expect(advice(nil, status: 401).contains("key"))
        #expect(advice(nil, status: 404).contains("24 hours"))
        #expect(!advice(nil, status: 404, step: .create).contains("24 hours"))
        #expect(advice(nil, status: 404, step: .chat).contains("base-url"))
        #expect(advice("model_not_support_image", status: 400, step: .create).contains("-fl"))
        // What a new job asks for is no advice for one that runs.
        #expect(!advice("model_not_support_image", status: 400).contains("-fl"))
        #expect(advice("content_policy_violation").contains("no charge"))
        #expect(advice("content_policy_violation", step: .chat).contains("may charge"))
    }

    @Test func deepAndBrokenJSON() {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        for text in ["", "{", "nul", deep, "{\"a\":}", "<html>"] {
            #expect(JSONValue(text) == nil, "\(text)")
        }
        #expect(JSONValue("{\"a\":[1,\"x\",null,true,{\"b\":1.5}]}") != nil)
    }

    @Test(arguments: ["", "\"", "\\", "\n\t\r", "\u{0}\u{1f}", "猫🏃", "a/b", "\u{2028}"])
    func literals(text: String) {
        #expect(JSONValue(jsonLiteral(text)) == .string(text))
    }
}
