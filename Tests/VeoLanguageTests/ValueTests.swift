import Testing
import VeoLanguage

@Suite("Values") struct ValueTests {
    @Test(
        "durations",
        arguments: [
            ("500ms", .milliseconds(500)), ("90s", .seconds(90)), ("10m", .seconds(600)),
            ("2h", .seconds(7_200)), ("168h", .seconds(604_800)), ("1ms", .milliseconds(1)),
        ] as [(String, Duration)])
    func durations(_ text: String, _ duration: Duration) throws {
        #expect(try DurationValue.parse(text) == duration)
    }

    @Test(
        "a duration is written in its largest whole unit",
        arguments: [
            (.seconds(3_600), "1h"), (.seconds(90), "90s"), (.seconds(60), "1m"),
            (.milliseconds(1_500), "1500ms"), (.zero, "0ms"),
        ] as [(Duration, String)])
    func durationText(_ duration: Duration, _ text: String) {
        #expect(DurationValue.text(of: duration) == text)
    }

    @Test(
        "no durations",
        arguments: [
            "", "s", "10", "1.5h", "-1s", "10 s", "１0s", "10S", "0s", "169h",
            "99999999999999999999h",
            "9223372036854775807h", "1e3s",
        ])
    func badDurations(_ text: String) {
        #expect(throws: ValueError.self) { try DurationValue.parse(text) }
    }

    @Test("counts")
    func counts() throws {
        #expect(try Count.parse("1") == 1)
        #expect(try Count.parse("100") == 100)
        #expect(try Count.parse("007", limit: 7) == 7)
        for text in ["0", "101", "", "-1", "+1", "1.0", "٣", "99999999999999999999"] {
            #expect(throws: ValueError.self) { try Count.parse(text) }
        }
    }

    @Test("words")
    func words() throws {
        #expect(try Mode.parse("sync") == .sync)
        #expect(try IfExists.parse("replace") == .replace)
        #expect(try Switch.parse("off").isOn == false)
        #expect(try PollInterval.parse("auto") == .auto)
        #expect(try PollInterval.parse("1s") == .every(.seconds(1)))
        #expect(throws: ValueError.self) { try PollInterval.parse("999ms") }
        #expect(throws: ValueError.self) { try Mode.parse("Sync") }
    }

    @Test(
        "names",
        arguments: [
            "cat", "猫", "cat_1-b", "1", "é", "e\u{301}", "job", "ALL", "job-1", "JOB-12", "job-x",
            "-a",
            "_a", "a b", "a/b", "..", "", "if", "😀", "a.b", String(repeating: "猫", count: 64),
            String(repeating: "a", count: 65),
        ])
    func names(_ name: String) {
        let refused: Set<String> = [
            "job", "ALL", "job-1", "JOB-12", "-a", "_a", "a b", "a/b", "..", "", "if", "😀", "a.b",
            String(repeating: "a", count: 65),
        ]
        #expect(((try? JobName.parse(name)) == nil) == refused.contains(name))
    }

    @Test("names compare in NFC, without case")
    func keys() {
        #expect(JobName.key("Cat") == JobName.key("cAT"))
        #expect(JobName.key("\u{E9}") == JobName.key("E\u{301}"))
        #expect(JobName.key("cat") != JobName.key("cat-1"))
    }

    @Test("prompts")
    func prompts() throws {
        try PromptText.check(String(repeating: "猫", count: 32_000))
        #expect(throws: ValueError.self) { try PromptText.check(" \n\u{3000}") }
        #expect(throws: ValueError.self) {
            try PromptText.check(String(repeating: "猫", count: 32_001))
        }
    }

    @Test("the fields of a path")
    func paths() {
        let text = "set out ${job.name}-${job.url}-${job.nmae}-${env.X}"
        let source = SourceFile(name: "a", text: text)
        #expect(Parser.parse(source, dialect: .file).diagnostics.count == 2)
        let variables = ["name", "url", "nmae"].map {
            Template.Segment.variable(.init(name: "job", field: $0, range: SourceRange(0, 1)))
        }
        let template = Template(segments: variables, range: SourceRange(0, 1))
        #expect(
            OutTemplate.problems(in: template).map(\.error.message) == [
                "'${job.url}' cannot stand in a path", "a job has no field 'nmae'",
            ])
    }

    @Test(
        "what was meant",
        arguments: [
            ("veo-3.1-fsat", "veo-3.1-fast"), ("VEO-3.1", "veo-3.1"), ("veo-3", "veo-3.1"),
            ("veo-3.1-fl", nil), ("", nil), ("x", nil), ("sora", nil),
            ("veo-3.1-fats", "veo-3.1-fast"),
        ] as [(String, String?)])
    func meant(_ word: String, _ meant: String?) {
        #expect(DidYouMean.suggestion(for: word, among: ["veo-3.1", "veo-3.1-fast"]) == meant)
    }

    @Test("of two as near, the first")
    func tie() {
        #expect(DidYouMean.suggestion(for: "prnt", among: ["paint", "print", "point"]) == "print")
        #expect(DidYouMean.suggestion(for: "poit", among: ["print", "point", "posit"]) == "point")
        #expect(DidYouMean.suggestion(for: "cat", among: ["set"]) == nil)
    }
}

@Suite("Positions") struct SourceFileTests {
    @Test("lines, columns and texts")
    func positions() {
        let source = SourceFile(name: "a", text: "ab\r\n\t猫x\n")
        #expect(source.lineCount == 3)
        #expect(source.text(in: source.lineRange(0)) == "ab")
        #expect(source.position(of: 2) == SourcePosition(line: 1, column: 3))
        #expect(source.position(of: 8) == SourcePosition(line: 2, column: 11))
        #expect(source.position(of: source.utf8.count) == SourcePosition(line: 3, column: 1))
    }

    @Test("a statement knows its text, fence included")
    func statements() {
        let source = SourceFile(name: "a", text: "models\n  prompt '''\n a\n ''' \nquit")
        let script = Parser.parse(source, dialect: .file).script
        #expect(script.statements.map(script.text) == ["models", "prompt '''\n a\n '''", "quit"])
        #expect(
            script.statements.map { source.text(in: $0.keyword) } == ["models", "prompt", "quit"])
    }
}
