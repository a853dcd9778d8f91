import Testing
import VeoLanguage

@Suite("expect") struct ExpectTests {
    @Test(arguments: [
        ("expect @cat-* status == completed", "expect [name:cat-*] status == |completed|"),
        ("expect @last elapsed < 10m", "expect [@last] elapsed < |10m|"),
        ("expect @#7 size != 720x1280", "expect [#7] size != |720x1280|"),
        ("expect @all cost <= 0.25", "expect [@all] cost <= |0.25|"),
        ("expect @all progress >= 99.5", "expect [@all] progress >= |99.5|"),
        ("expect @a error contains \"rate limit\"", "expect [name:a] error contains |rate limit|"),
        ("expect @a file matches *.mp4", "expect [name:a] file matches |*.mp4|"),
        ("expect @a status matches *ed", "expect [name:a] status matches |*ed|"),
        ("expect @a status == ${want}", "expect [name:a] status == |<want>|"),
        ("expect ${count.failed} == 0", "expect |<count.failed>| == |0|"),
        ("expect ${cost.total} < ${limit}", "expect |<cost.total>| < |<limit>|"),
        ("expect \"status\" != \"\"", "expect |status| != ||"),
        ("expect 2 > 1", "expect |2| > |1|"),
    ])
    func means(_ text: String, _ command: String) {
        #expect(commands(text) == [command])
    }

    @Test(arguments: [
        ("expect", "1:7 `expect` needs a job or a value, and what it must be"),
        ("expect @cat", "1:12 `expect` needs a field of the job, and what it must be"),
        ("expect @cat == a", "1:13 a field is missing [did you mean 'status =='?]"),
        ("expect @cat stauts == a", "1:13 a job has no field 'stauts' [did you mean 'status'?]"),
        ("expect @cat status=failed", "1:13 blanks stand round an operator [write 'status == …']"),
        ("expect @cat status", "1:19 an operator is missing"),
        ("expect @cat status = failed", "1:20 '=' is not an operator [write '==']"),
        ("expect @cat status is failed", "1:20 'is' is not an operator [write '==']"),
        ("expect @cat bytes ≥ 1", "1:19 '≥' is not an operator [write '>=']"),
        ("expect @cat error =~ a", "1:19 '=~' is not an operator [write 'matches']"),
        (
            "expect @cat error contians a",
            "1:19 'contians' is not an operator [did you mean 'contains'?]"
        ),
        ("expect @cat status ==failed", "1:20 a blank is missing after '=='"),
        ("expect @cat status ==", "1:22 a value is missing after '=='"),
        ("expect @cat error == a b", "1:24 `expect` compares with one word"),
        ("expect @cat status == done", "1:23 'done' is not a status [did you mean 'completed'?]"),
        (
            "expect @cat status != complted",
            "1:23 'complted' is not a status [did you mean 'completed'?]"
        ),
        ("expect @cat status < failed", "1:20 '<' does not compare texts"),
        ("expect @cat name >= a", "1:18 '>=' does not compare texts"),
        ("expect @cat name > ${x}", "1:18 '>' does not compare texts"),
        ("expect @cat mode == snyc", "1:21 'snyc' is not a mode [did you mean 'sync'?]"),
        ("expect @cat seconds == long", "1:24 'long' is not a number"),
        ("expect @cat progress > 50%", "1:24 '50%' is not a number [did you mean '50'?]"),
        ("expect @cat elapsed < 10", "1:23 '10' is not a duration [did you mean '10s'?]"),
        (
            "expect @cat size == 720×1280",
            "1:21 '720×1280' is not a size [did you mean '720x1280'?]"
        ),
        ("expect @cat cost < $1", "1:20 '$1' is not an amount of money [did you mean '1'?]"),
        (
            "expect @cat.status == failed",
            "1:8 a blank stands between a job and its field [write '@cat status']"
        ),
        (
            "expect status == failed",
            "1:8 'status' is a field of a job, and no job is named [did you mean '@last status'?]"
        ),
        (
            "expect cat status == failed",
            "1:8 'cat' is not a reference to a job [did you mean '@cat'?]"
        ),
        ("expect count.all == 1", "1:8 a value is named in braces [did you mean '${count.all}'?]"),
        ("expect \"@cat\" == a", "1:8 a reference is not quoted [remove the quotes]"),
        ("expect ${job.status} == a", "1:8 '${job.status}' has no job to speak of here"),
        ("expect ＠cat status == a", "1:8 the full-width '＠' means nothing here [write '@']"),
        ("expect a < b", "1:10 '<' does not compare texts"),
        ("expect ${x} < b", "1:13 '<' does not compare texts"),
        ("expect 1 < 10m", "1:10 '<' does not compare texts"),
        ("expect a=b", "1:8 blanks stand round an operator [write 'a == …']"),
    ])
    func isRefused(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }
}

@Suite("Comparing") struct ComparingTests {
    @Test(
        "words compare by value when both have one",
        arguments: [
            ("1", "==", "1.0", true), ("007", "==", "7", true), ("-0", "==", "0", true),
            ("9", "<", "10", true), ("-9", "<", "-10", false), ("-1", "<", "0.5", true),
            ("0.10", "<=", "0.1", true), ("0.09", ">", "0.1", false),
            ("99999999999999999999999", ">", "99999999999999999999998", true),
            ("90s", "==", "1500ms", false), ("60s", "==", "1m", true), ("2h", ">", "119m", true),
            ("720x1280", "==", "720x1280", true), ("720x1280", "==", "1280x720", false),
            ("720x1280", "<", "1080x1920", true), ("720x1280", "<=", "1280x720", true),
            ("a", "==", "a", true), ("a", "==", "A", false), ("a", "!=", "b", true),
            ("caf\u{E9}", "==", "cafe\u{301}", true), ("1", "==", "1s", false),
            ("", "==", "", true),
            ("rate limit", "contains", "limit", true), ("12", "contains", "1.2", false),
            ("cat.mp4", "matches", "*.mp4", true), ("cat.mp4", "matches", "*.MP4", false),
            ("cat", "matches", "c?t", true), ("cat", "matches", "c", false),
            ("aXbXc", "matches", "a*b*c", true), ("", "matches", "*", true),
            ("猫猫", "matches", "??", true),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaab", "matches", "*a*a*a*a*a*a*c", false),
        ])
    func words(_ left: String, _ sign: String, _ right: String, _ holds: Bool) throws {
        let op = try #require(ComparisonOperator(rawValue: sign))
        #expect(try Comparing.holds(words: left, op, right) == holds)
    }

    @Test("texts have no order")
    func order() {
        for (left, right) in [("a", "b"), ("1", "b"), ("1", "1s"), ("", "1")] {
            #expect(throws: ValueError.self) { try Comparing.holds(words: left, .less, right) }
        }
    }

    @Test(
        "fields compare as what they are",
        arguments: [
            (JobField.seconds, "8", "==", "8.0", true), (.name, "007", "==", "7", false),
            (.cost, "0.15", "==", "0.1500", true), (.cost, "0.15", "<", "0.2", true),
            (.size, "720x1280", "==", "720x1280", true), (.size, "", "==", "720x1280", false),
            (.size, "", "!=", "720x1280", true), (.bytes, "", "<", "10", false),
            (.size, "720x1280", "matches", "720x*", true), (.elapsed, "90s", ">", "1m", true),
            (.status, "completed", "==", "completed", true),
            (.cost, "0.25", "contains", "25", true),
        ])
    func fields(
        _ field: JobField, _ text: String, _ sign: String, _ right: String, _ holds: Bool
    ) throws {
        let op = try #require(ComparisonOperator(rawValue: sign))
        #expect(try Comparing.holds(ComparedValue(field, text), op, right) == holds)
    }

    @Test("a word that is no value of the kind is an error, not a false")
    func kinds() {
        for (field, text) in [(JobField.seconds, "8"), (.cost, "1"), (.elapsed, "1s")] {
            #expect(throws: ValueError.self) {
                try Comparing.holds(ComparedValue(field, text), .equal, "x")
            }
        }
    }
}

@Suite("Money and models") struct MoneyTests {
    @Test(arguments: [
        ("0", 0), ("2", 20_000), ("0.25", 2_500), ("0.0001", 1), ("1.5", 15_000), ("007", 70_000),
        ("1000000", 10_000_000_000),
    ])
    func amounts(_ text: String, _ units: Int) throws {
        #expect(try Amount.parse(text) == units)
        #expect(try Amount.parse(Amount.text(of: units)) == units)
    }

    @Test(arguments: [
        ("", ""), (".5", "did you mean '0.5'?"), ("1.", "did you mean '1'?"), ("-1", ""),
        ("1.2.3", ""), ("1e3", ""), ("１", ""), ("2usd", "did you mean '2'?"),
        ("2,50", "did you mean '2.50'?"), ("1000000.0001", ""), ("99999999999999999999", ""),
        ("0.00001", ""), ("+1", ""), ("$", ""),
    ])
    func noAmounts(_ text: String, _ label: String) {
        do {
            _ = try Amount.parse(text)
            Issue.record("\(text) is no amount")
        } catch {
            #expect(error.label == label)
        }
    }

    @Test(arguments: [
        ("budget 2", "budget |2|"), ("budget ${limit}", "budget |<limit>|"), ("budget", "budget -"),
        ("budget $2", "budget |$2|"), ("budget ＄2", "budget |＄2|"),
        ("budget none", "budget |none|"),
        ("on-error continue", "on-error continue"),
        (
            "model veo-4 price=0.4 aspect=16:9 images=2 speed=fast",
            "model |veo-4| price=|0.4| aspect=|16:9| images=|2| speed=|fast|"
        ),
        (
            "model m aspect=9:16 price=\"${p}\"",
            "model |m| price=|<p>| aspect=|9:16| images=- speed=-"
        ),
    ])
    func means(_ text: String, _ command: String) {
        #expect(commands(text) == [command])
    }

    @Test(arguments: [
        ("budget 1.00001", "1:8 '1.00001' has more than 4 decimals"),
        ("budget 2 dollars", "1:10 `budget` takes an amount alone"),
        ("budget 1000000.0001", "1:8 '1000000.0001' is too much money"),
        ("on-error", "1:9 `on-error` needs 'stop' or 'continue'"),
        ("on-error stpo", "1:10 'stpo' is not a way to go on [did you mean 'stop'?]"),
        ("on-error stop now", "1:15 'now' is too much for `on-error`"),
        ("model", "1:6 `model` needs a name, a price and an aspect"),
        ("model m", "1:8 `model` needs 'price=' and 'aspect='"),
        ("model m price=1", "1:16 `model` needs 'aspect='"),
        ("model price=1 aspect=9:16", "1:7 the name of the model comes first"),
        ("model m price=1 aspect=9：16", "1:24 '9：16' is not an aspect [did you mean '9:16'?]"),
        ("model m price=x aspect=9:16", "1:15 'x' is not an amount of money"),
        ("model m price=1 price=2", "1:17 'price=' stands here twice"),
        ("model m price=1 aspect=9:16 images=3", "1:36 '3' is not a number of images"),
        (
            "model m price=1 aspect=9:16 speed=fats",
            "1:35 'fats' is not a speed [did you mean 'fast'?]"
        ),
        ("model m 1", "1:9 '1' is not a reference to a job [did you mean '@1'?]"),
        ("onerror stop", "1:1 unknown command 'onerror' [did you mean 'on-error'?]"),
    ])
    func isRefused(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }
}
