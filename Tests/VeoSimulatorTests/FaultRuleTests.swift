import Testing
import VeoSimulator

@Suite struct FaultRuleTests {
    @Test(arguments: [
        "create:status=503", "status:retry-after=3@1,4*2", "chat:body=html@2-", "chat:cut=50%",
        "download:cut=1000@2-5*3", "download:stall=20s", "create:fail=AUDIO_FILTERED",
        "status:unknown-status*2", "content:not-ready*1", "create:reset-after@1*1",
        "download:redirect=http://127.0.0.1:1/a@b*c", "upload:no-answer@1", "create:cut=-1*1",
        "status:status=503,retry-after=7,code=heavy_load@2*1", "status:status=429,retry-date=9",
        "create:status=429,retry-ms=1500", "status:poll-after=2s*1", "create:body=wrong-types",
        "chat:length=none", "content:length=+100", "download:length=-1@2", "chat:drip=1s",
        "download:range=wrong*1", "content:etag=changed", "create:redirect=loop",
        "download:redirect=other-host", "status:link=http://127.0.0.1:1/a.mp4",
        "download:expired", "create:huge-header",
        "any:status=502~1/50", "create,chat:status=429^20", "status/completed:body=html#2-3*1",
        "status:status=404 & body=html~0.5%", "download:status=404<30s", "create:status=429>1h<2h",
        "chat:early & status=401", "create:status=202", "download:length=9223372036854775807",
        "status:header=Retry-After: -1", "list:clock=-5m", "status:clock=ms@/20",
        "create:id={snowflake} & answer={\"id\":{id},\"status\":\"queued\"}", "chat:say=%0A{link}",
        "content:encoding=bomb", "account:answer=%FF", "status/running:answer={}#/3~2%@1*4",
    ])
    func rulesThatCanBeRead(text: String) throws {
        #expect(try FaultRule(parsing: text).text == text)
    }

    @Test(arguments: [
        ("status=503", "it has no ':'; write STEP:KIND, such as create:status=503"),
        (
            "poll:status=503",
            "there is no step 'poll'; the steps are create, upload, status, chat, content, "
                + "download, list, models, account, any"
        ),
        (
            "stats:status=503",
            "there is no step 'stats', did you mean 'status'?; the steps are create, upload, "
                + "status, chat, content, download, list, models, account, any"
        ),
        (
            "status/done:status=503",
            "there is no state 'done'; the states are queued, running, completed, failed"
        ),
        ("create/queued:status=503", "a state is possible only in status, content, download"),
        ("create:status=700", "a status is a number from 200 to 599"),
        ("create:status=503~2", "the share after '~' is 2% or 1/50, above 0 and at most all"),
        ("create:status=503~0%", "the share after '~' is 2% or 1/50, above 0 and at most all"),
        ("create:status=503*1*2", "'*' stands there twice"),
        (
            "create:status=503#0",
            "the requests after '#' are numbers from 1, such as 2 or 1,4 or 2-5 or 3- or /20 for "
                + "each twentieth"
        ),
        ("create:status=503^0", "the running jobs after '^' are a whole number from 1"),
        (
            "create:status=503<25h",
            "the time after '<' is a duration such as 300ms, 20s, 5m or 1h, at most 24h"
        ),
        ("create:early", "'early' stands beside a refusal, such as early & status=401"),
        ("create:fail & status=202", "'fail' stands alone; give the rest a rule of its own"),
        ("any:not-ready & say=x", "no step has all of these kinds"),
        (
            "status:header=Content-Type",
            "a header is NAME: VALUE, such as header=Content-Type: text/html"
        ),
        ("status:clock=5m", "clock takes +DURATION, -DURATION or ms, at most 24h"),
        ("status:answer=100%", "'%' stands before two hexadecimal digits; write %25 for itself"),
        ("status:answer={body}{body}", "a text has {body} at most once"),
        (
            "status:answer={lnk}",
            "there is no {lnk}, did you mean 'link'?; a text may have {id}, {number}, {snowflake}, "
                + "{uuid}, {model}, {prompt}, {status}, {progress}, {link}, {origin}, {body}, {video}"
        ),
        ("create:status=503*0", "the count after '*' is a whole number from 1"),
        (
            "create:status=503@0",
            "the jobs after '@' are numbers from 1, such as 2 or 1,4 or 2-5 or 3- or /20 for each "
                + "twentieth"
        ),
        (
            "create:status=503@3-2",
            "the jobs after '@' are numbers from 1, such as 2 or 1,4 or 2-5 or 3- or /20 for each "
                + "twentieth"
        ),
        ("create:not-ready", "'not-ready' is possible only in content"),
        (
            "chat:body=xml",
            "a body is one of html, json, empty, truncated, malformed, wrong-types, deep, huge"
        ),
        ("download:etag=old", "an etag is one of changed, weak, none"),
        ("create:expired", "'expired' is possible only in download"),
        (
            "create:status=503,retry=1",
            "behind a status stands ',retry-after=SECONDS', ',retry-date=SECONDS', ',retry-ms=MS' "
                + "or ',code=WORD'"
        ),
        (
            "status:retry-after=90000",
            "a pause to retry after is in seconds, from 0 to 86400"
        ),
        ("chat:length=some", "length takes none, +BYTES, -BYTES or BYTES"),
        ("chat:stall=20", "stall takes a duration such as 300ms, 20s, 5m or 1h, at most 24h"),
        ("chat:stall=25h", "stall takes a duration such as 300ms, 20s, 5m or 1h, at most 24h"),
        ("chat:drip=fast", "drip takes a duration such as 300ms, 20s, 5m or 1h, at most 24h"),
        (
            "download:cut=100%",
            "cut takes a share from 0% to 99%, a number of bytes, or -BYTES for all but the last"
        ),
    ])
    func rulesThatCannotBeRead(text: String, reason: String) {
        let error = #expect(throws: FaultRuleError.self) { try FaultRule(parsing: text) }
        #expect(error?.message == "cannot read the fault rule '\(text)': \(reason)")
    }

    /// Whatever is left out, doubled or changed: a rule or a reason.
    @Test func nothingIsTooOddToBeRead() {
        let seeds = [
            "create,chat/running:status=429,retry-after=7 & answer={id}%0A{body}@1-3,/4#2~1/50^9*1",
            "download:length=+99999999999999999999<25h>1s", "any:header=A: {link}%2",
        ]
        for seed in seeds {
            let bytes = Array(seed.utf8)
            for index in bytes.indices {
                for change in [
                    "", "9999999999999999999", "%", "{", " & ", "\u{301}", "é", "@*#~^<>",
                ] {
                    let text = String(
                        decoding: bytes[..<index] + Array(change.utf8) + bytes[(index + 1)...],
                        as: UTF8.self)
                    for text in [text, String(text.dropLast(index)), String(text.dropFirst(index))]
                    {
                        do {
                            #expect(try FaultRule(parsing: text).text == text)
                        } catch {
                            #expect(error.message.hasPrefix("cannot read the fault rule"))
                        }
                    }
                }
            }
        }
    }

    /// Those of the step, not those that it cannot have.
    @Test func anUnknownKindNamesTheKinds() {
        let error = #expect(throws: FaultRuleError.self) {
            try FaultRule(parsing: "create:explode")
        }
        let message = error?.message ?? ""
        #expect(
            message.contains(
                "there is no kind 'explode'; the kinds of create are status=NNN[,retry-after"))
        #expect(!message.contains("expired"))
        let near = #expect(throws: FaultRuleError.self) { try FaultRule(parsing: "chat:anwser=x") }
        #expect(near?.message.contains("no kind 'anwser=x', did you mean 'answer'?; the") == true)
    }
}
