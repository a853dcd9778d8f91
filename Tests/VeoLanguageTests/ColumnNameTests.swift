import Testing
import VeoLanguage

/// Any heading can be named: `${shot["my heading"]}`.
@Suite("Headings of tables") struct ColumnNameTests {
    private func format(_ text: String) -> String? {
        try? Formatter.format(SourceFile(name: "a.veo", text: text)).get()
    }

    @Test(
        "written in one form",
        arguments: [
            ("include ${row[\"id\"]}", "include ${row.id}"),
            ("include ${row[\"编号\"]}", "include ${row.编号}"),
            ("include ${row[\" my \u{A0} heading \"]}", "include ${row[\"my heading\"]}"),
            ("print ${row[\"a\\\"b\\\\c\"]}", "print ${row[\"a\\\"b\\\\c\"]}"),
            ("print ${row[\"a]}b\"]}", "print ${row[\"a]}b\"]}"),
            ("submit as ${row[\"my id\"]} -- a", "submit as ${row[\"my id\"]} -- a"),
            ("include \"${row[\"a b\"]}\"", "include ${row[\"a b\"]}"),
            ("include \"x ${row[\"a b\"]}\"", "include \"x ${row[\"a b\"]}\""),
            (
                "for n in range 1..${row[\"a..b\"]}\nend",
                "for n in range 1..${row[\"a..b\"]}\nend"
            ),
            ("set out ${row[\"my folder\"]}/", "set out ${row[\"my folder\"]}/"),
            ("prompt '''\n${row[\"a b\"]}\n'''", "prompt '''\n${row[\"a b\"]}\n'''"),
        ])
    func form(_ text: String, _ expected: String) {
        #expect(format(text) == expected + "\n")
    }

    @Test(arguments: [
        "${row[}", "${row[a]}", "${row[\"a]}", "${row[\"a\"}", "${row[\"\"]}", "${row[\" \"]}",
        "${[\"a\"]}", "${row[\"a\"].b}", "${row.[\"a\"]}",
    ])
    func isNoName(_ text: String) {
        let parsed = Parser.parse(SourceFile(name: "a.veo", text: "print \(text)"), dialect: .file)
        #expect(parsed.diagnostics.count == 1)
    }

    @Test func aHeadingThatIsMeantIsShownAsItIsWritten() {
        var scope = Scope()
        let source = SourceFile(name: "a.veo", text: "for row in table a.csv\n")
        _ = scope.push(
            VariableName(text: "row", range: SourceRange(4, 7)),
            .row(columns: ["my heading", "id"]), in: source)
        let variable = Template.Variable(
            name: "row", field: "my heding", range: SourceRange(0, 0))
        let problem = scope.problem(with: variable, at: .value)
        #expect(problem?.label == "did you mean '${row[\"my heading\"]}'?")
        #expect(problem?.help.contains("is written ${row[\"my heading\"]}") == true)
    }

    @Test func editorsSeeOneWord() {
        let text = "submit as ${row[\"my id\"]} mode=sync"
        let spans = Highlighter.spans(of: text, cursor: 0, context: CompletionContext())
        let variables = spans.filter { $0.kind == .variable }
        #expect(variables.map(\.range) == [10..<25])
        #expect(spans.contains { $0.kind == .keyword && $0.range == 26..<31 })
    }
}

/// What a mark behind an ASCII sign must not hide.
@Suite("Marks behind signs") struct MarksTests {
    private static let marks = ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20DD}"]

    @Test(arguments: marks)
    func endWordsAndValues(mark: String) {
        let parsed = Parser.parse(
            SourceFile(name: "a.veo", text: "save to x=\(mark)y/\(mark)z"), dialect: .file)
        #expect(parsed.diagnostics.isEmpty)
        #expect(
            (try? JobName.parse("a/\(mark)b")) == nil, "a sign that no name can hold is found")
        #expect((try? Amount.parse("1.\(mark)5")) == nil)
        #expect((try? DurationValue.parse("1\(mark)s")) == nil)
        #expect((try? FrameSize.parse("1x\(mark)2")) == nil)
        // The reference is refused, not taken for a name without the mark.
        let wait = Parser.parse(SourceFile(name: "a.veo", text: "wait @\(mark)cat"), dialect: .file)
        #expect(wait.diagnostics.count == 1)
    }

    @Test(arguments: marks)
    func pathsAreFormats(mark: String) throws {
        #expect(try TableFormat.parse(path: "a.\(mark)/b.csv") == .csv)
        #expect((try? TableFormat.parse(path: "a.csv/\(mark)")) == nil)
    }
}
