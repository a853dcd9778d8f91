import VeoSimulator

/// What gateways, relays and proxies were seen to answer: the rules of one cell each, in the words
/// of their step.
extension FaultCell {
    static let oddSteps: [FaultRule.Step] = [.create, .status, .chat, .content, .download]

    static func odd(_ step: FaultRule.Step) -> [FaultCell] {
        let rules: [String] =
            switch step {
            case .create: oddCreates + common
            case .upload: ["early & status=401", "early & status=413 & body=html", oddCreates[0]]
            case .status: oddPolls + common
            case .chat: oddChats + common
            case .content: common
            case .download: oddFiles + common
            case .list, .models, .account: []
            }
        let ends = step == .status ? oddEnds : []
        let ranges = step == .content || step == .download ? oddRanges : []
        return rules.map { FaultCell(step: step, kinds: [$0]) }
            + ends.map { FaultCell(step: step, state: "completed", kinds: [$0]) }
            + ranges.map { FaultCell(step: step, kinds: ["cut=40%*1", $0]) }
    }

    /// Packed without being asked, under a type that is another, with lengths of another world.
    private static let common = [
        "encoding=gzip", "encoding=deflate", "encoding=raw-deflate", "encoding=bomb",
        "header=Content-Encoding: gzip", "header=Content-Encoding: br",
        "header=Content-Type: text/html", "header=Content-Type:",
        "length=9223372036854775807", "header=Content-Length: 99999999999999999999",
        "status=429 & header=Retry-After: -1*1", "status=503 & header=Retry-After: 1e99*1",
        "status=429 & header=retry-after-ms: 99999999999999999999*1",
        "redirect=http://127.0.0.1:99999/", "redirect=//", "redirect={origin}/ & status=307",
    ]

    private static let oddCreates = [
        #"answer={"code":"success","data":{"id":12345,"task_id":"{id}"}}"#,
        #"id={snowflake} & answer={"id":{id},"status":"queued"}"#,
        #"id=video/a b+c=={number}"#,
        #"answer={"id":"{id}","status":"queued","prompt":"a cat \ud83d"}"#,
        #"answer={"id":"{id}","status":"queued","prompt":"a%0Acat %FF"}"#,
        #"answer={"id":"{id}","status":"queued","progress":NaN}"#,
        #"answer=%EF%BB%BF%0A{body}"#, "answer=)]}',%0A{body}",
        #"answer={"id":"{id}","status":"queued","prompt":"a ca"#,
        #"answer={"id":null,"id":"{id}","status":"queued"}"#,
        #"answer={"data":"{\"id\":\"{id}\",\"status\":\"queued\"}"}"#,
        #"answer={"status":"queued"}"#, "status=202 & answer= & header=Location: /v1/videos/{id}",
        // Refusals in a 200: nothing is made.
        #"status=429 & answer={"id":"req_77","object":"error","error":{"code":"insufficient_quota"}} & status=200"#,
        #"status=429 & answer={"code":429,"message":"too many requests","data":null} & status=200"#,
        "clock=-5m", "clock=ms",
        #"status=429 & answer={"error":{"message":"concurrency limit of 2 reached"}}*1"#,
    ]

    private static let oddPolls = [
        "status=404#1", "status=404#1-2", "status=401#1", "status=403 & body=html#1",
        "status=409#1", "status=410#1",
        #"answer={"status":"success","data":{body}}"#,
        #"answer={"code":0,"msg":"ok","data":[{body}]}"#,
        #"answer=%EF%BB%BF%0A{body}"#, "clock=ms",
        #"answer={"id":"{id}","status":"processing","progress":1e300}*2"#,
        #"answer=null*1"#, #"answer=[]*1"#,
    ]

    private static let oddEnds =
        ["succeed", "SUCCESS", "done", "finished", "expired", "cancelled"].map {
            #"answer={"id":"{id}","status":"\#($0)","url":"{link}"}"#
        }
        + [
            #"answer={"id":"{id}","status":"completed","video_url":["{link}"]}"#,
            #"answer={"id":"{id}","status":"completed","videos":[{"url":"{link}"}]}"#,
            #"answer={"id":"{id}","status":"completed","output":{"video_url":"{link}"}}"#,
            #"answer={"id":"{id}","status":"completed","metadata":{"url":"{link}"}}"#,
            #"answer={"id":"{id}","status":"completed","resultJson":"{\"urls\":[\"{link}\"]}"}"#,
            #"answer={"id":"{id}","status":"completed","url":"data:video/mp4;base64,{video}"}"#,
            #"answer={"id":"{id}","status":"completed","metadata":{"url":"data:video/mp4;base64,{video}"}}"#,
            #"answer={"id":"{id}","status":"completed","urls":["{origin}/","{link}"]}"#,
            #"answer={"id":"{id}","status":"completed","url":"http://127.0.0.1:99999/a.mp4"}"#,
            #"answer={"id":"{id}","status":"completed","url":"{link}","error":{}}"#,
            #"answer={"id":"{id}","status":"processing","progress":90}*2"#,
        ]

    private static let oddChats = [
        "early & status=401", "say=预览 {origin}/ 下载{link}点击观看", "say=请看{link}，谢谢",
        "say=<a href=\"{link}\">video</a>", "say=内容违规, see {origin}/help",
        "say=[a]({link}) and {link}",
    ]

    private static let oddFiles = [
        "answer={body}%00%00%00%00", "answer=%00%00%00%08free{body}",
        "answer=%00%00%00%10junkabcdefgh{body}", "answer=<html>no video</html>", "answer=",
        "status=404*1", "status=404*3", "signed=name=视频.mp4&Signature=a%252Fb",
    ]

    /// What is said of the rest of a file.
    private static let oddRanges =
        ["bytes 150128-5/-9223372036854775808", "bytes 0-18446744073709551616/*", "bytes"].map {
            "range=wrong & header=Content-Range: \($0)*1"
        } + ["range=wrong & length=9223372036854775807*1"]
}
