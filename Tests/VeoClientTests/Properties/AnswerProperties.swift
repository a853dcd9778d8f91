#if !FUZZING
    @testable import VeoClient
#endif

/// The JSON answers about a task, and the errors in them.
enum AnswerProperties {
    static let secrets: SecretFilter = {
        guard let key = try? APIKey(testSecret) else { preconditionFailure("a good key") }
        return SecretFilter(key)
    }()

    /// Whatever an answer says, what is kept of it can be shown and is without the key. True when
    /// it describes a task.
    static func hold(for bytes: [UInt8]) -> Bool {
        guard let document = JSONDocument(bytes) else { return false }
        precondition((JSONValue(bytes) != nil) == document.isWhole, "whole or not")
        _ = AnswerReading.namesTask(document.value)
        let body = document.value
        if let failure = APIFailure(body: body)?.visible(secrets) { check(failure) }
        let created = VideoTask(body: body, id: nil, base: .standard, secrets: secrets)
        let polled = VideoTask(body: body, id: "video_1", base: .standard, secrets: secrets)
        for task in [created, polled].compactMap({ $0 }) {
            let words = [task.rawStatus, task.seconds, task.size, task.model]
            for text in [task.id] + words.compactMap({ $0 }) {
                TextProperties.checkShown(text, limit: VideoTask.idByteLimit)
            }
            if let error = task.error { check(error) }
            precondition(task.progress.map { (0...100).contains($0) } ?? true, "no percentage")
            precondition(task.status == .failed || task.error == nil, "an error without failure")
            for link in task.links {
                TextProperties.checkShown(link.withoutQuery, limit: VideoLink.byteLimit)
                precondition(!secrets.contains(in: link.url), "the key in a link")
            }
            let path = percentEncodedSegment(task.id)
            precondition(!path.isEmpty && path != "." && path != "..", "a path")
            precondition(path.utf8.allSatisfy { $0 != UInt8(ascii: "/") }, "a path")
        }
        return created != nil
    }

    private static func check(_ failure: APIFailure) {
        for text in [failure.message, failure.code ?? "", failure.type ?? ""] {
            TextProperties.checkShown(text, limit: TextFilter.defaultLimit)
        }
        _ = failure.advice
    }

    static let seeds: [[UInt8]] = [
        #"{"id":"video_1","object":"video","status":"queued","created_at":1764147371,"model":"m"}"#,
        #"{"id":"v","status":"completed","progress":100,"url":"https://o.example/1?s=1","seconds":"4"}"#,
        #"{"code":"success","data":{"task_id":"t1","status":"IN_PROGRESS","progress":"50%"}}"#,
        #"{"status":"failed","error":{"message":"no \u001b[2J \u202e","code":"c","type":"t"}}"#,
        #"{"status":"FAILURE","fail_reason":"生成失败: \#(testSecret)"}"#,
        #"{"error":{"message":"{\"error\":{\"message\":\"inner\",\"code\":429}}","type":"t"}}"#,
        #"[{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}]"#,
        #"{"object":"error","message":"\#(testSecret)","code":40301}"#, #"{"error":"x"}"#,
        #"{"id":1e3,"state":"done","data":[{"video":{"url":"/v1/x"}}],"size":"720x1280"}"#,
        #"{"code":0,"data":"{\"task_id\":\"t\",\"state\":\"success\",\"r\":NaN}","x":[{"video":"https://o.example/1"#,
        #"{"prompt":"say "hi", she said","videos":[{"url":"data:video/mp4;base64,AAAAIGZ0eXBpc29t"}]}"#,
        #"{"success":false,"msg":"a","error_code":1.5}"#, #"{"id":"../x","status":"\u0000"}"#,
    ].map { Array($0.utf8) }
}
