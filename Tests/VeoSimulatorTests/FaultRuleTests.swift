import Testing
import VeoSimulator

@Suite struct FaultRuleTests {
    @Test(arguments: [
        "create:status=503", "status:retry-after=3@1,4*2", "chat:body=html@2-", "chat:cut=50%",
        "download:cut=1000@2-5*3", "download:stall=20s", "create:fail=AUDIO_FILTERED",
        "status:unknown-status*2", "content:not-ready*1", "create:reset-after@1*1",
        "download:redirect=http://127.0.0.1:1/a@b*c",
    ])
    func rulesThatCanBeRead(text: String) throws {
        #expect(try FaultRule(parsing: text).text == text)
    }

    @Test(arguments: [
        ("status=503", "it has no ':'; write STEP:KIND, such as create:status=503"),
        (
            "upload:status=503",
            "there is no step 'upload'; the steps are create, status, chat, content, download"
        ),
        ("create:status=200", "a status is a number from 400 to 599"),
        ("create:status=503*0", "the count after '*' is a whole number from 1"),
        (
            "create:status=503@0",
            "the jobs after '@' are numbers from 1, such as 2 or 1,4 or 2-5 or 3-"
        ),
        (
            "create:status=503@3-2",
            "the jobs after '@' are numbers from 1, such as 2 or 1,4 or 2-5 or 3-"
        ),
        ("create:not-ready", "'not-ready' is possible only in content"),
        ("chat:body=xml", "a body is html, empty or truncated"),
        ("chat:stall=20", "stall takes a duration such as 300ms, 20s, 5m or 1h, at most 24h"),
        ("chat:stall=25h", "stall takes a duration such as 300ms, 20s, 5m or 1h, at most 24h"),
        ("download:cut=100%", "cut takes a share from 0% to 99% or a number of bytes"),
    ])
    func rulesThatCannotBeRead(text: String, reason: String) {
        let error = #expect(throws: FaultRuleError.self) { try FaultRule(parsing: text) }
        #expect(error?.message == "cannot read the fault rule '\(text)': \(reason)")
    }

    @Test func anUnknownKindNamesTheKinds() {
        let error = #expect(throws: FaultRuleError.self) {
            try FaultRule(parsing: "create:explode")
        }
        let message = error?.message ?? ""
        #expect(message.contains("there is no kind 'explode'; the kinds are status=NNN, "))
    }
}
