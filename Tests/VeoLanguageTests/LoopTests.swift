import Testing
import VeoLanguage

@Suite("Loops") struct LoopTests {
    @Test(arguments: [
        ("range 1..3", "range |1| |3|"), ("range 0..0", "range |0| |0|"),
        ("range ${a}..${b.c}", "range |<a>| |<b.c>|"), ("range 1${a}..9", "range |1<a>| |9|"),
        ("lines a.txt", "lines |a.txt|"), ("lines \"a b.txt\"", "lines |a b.txt|"),
        ("table shots.CSV", "table |shots.CSV|"), ("table ${f}", "table |<f>|"),
        ("table a.tsv", "table |a.tsv|"), ("table b/c.jsonl", "table |b/c.jsonl|"),
        ("glob *.png", "glob |*.png|"), ("list a \"b c\" ${d}", "list |a| |b c| |<d>|"),
        ("list \"a,\" ,b", "list |a,| |,b|"),
    ])
    func sources(_ source: String, _ meaning: String) {
        #expect(commands("for n in \(source)\n  submit\nend") == ["for n in \(meaning) {\(one)}"])
    }

    private let one = "submit x- as - model=- mode=- -- -"

    @Test("loops stand in loops, and between statements")
    func nested() {
        let text = "models\nfor a in list x\n for b in list y\n  quit\n end\n cost\nend\nquit"
        #expect(
            commands(text) == [
                "models", "for a in list |x| {for b in list |y| {quit}; cost}", "quit",
            ])
    }

    @Test(arguments: [
        ("for", "1:4 `for` needs a name"), ("for n", "1:6 `for` needs 'in' and a source"),
        ("for n in", "1:9 `for` needs a source after 'in'"),
        ("for n = 1..3", "1:7 '=' is not 'in' [write 'in']"),
        ("for n of list a", "1:7 'of' is not 'in' [write 'in']"),
        ("for n range 1..3", "1:7 'in' is missing [write 'in range']"),
        ("for n: in list a", "1:6 no colon stands after a name [remove it]"),
        ("for $n in list a", "1:5 a name stands here as it is [write 'n']"),
        ("for loop in list a", "1:5 'loop' is a word of the language and cannot be a name"),
        ("for n in 1..3", "1:10 '1..3' is not a source of a loop [write 'range 1..3']"),
        ("for n in 3", "1:10 '3' is not a source of a loop [write 'range 1..3']"),
        ("for n in ${a}..3", "1:10 '${a}..3' is not a source of a loop [write 'range ${a}..3']"),
        ("for n in a.csv", "1:10 'a.csv' is not a source of a loop [write 'table a.csv']"),
        ("for n in a.txt", "1:10 'a.txt' is not a source of a loop [write 'lines a.txt']"),
        ("for n in *.png", "1:10 '*.png' is not a source of a loop [write 'glob *.png']"),
        ("for n in a b c", "1:10 'a b c' is not a source of a loop [write 'list a b c']"),
        ("for n in tabel a.csv", "1:10 'tabel' is not a source of a loop [did you mean 'table'?]"),
        ("for n in @cat-*", "1:10 a loop does not go over jobs"),
        ("for n in range", "1:10 'range' needs its two ends"),
        ("for n in range 3", "1:16 '3' is not a range [write '1..3']"),
        ("for n in range 1 3", "1:16 '1 3' is not a range [write '1..3']"),
        ("for n in range 1-3", "1:16 '1-3' is not a range [write '1..3']"),
        ("for n in range 1...3", "1:16 '1...3' is not a range [write '1..3']"),
        ("for n in range 1..<3", "1:16 '1..<3' is not a range [write '1..3']"),
        ("for n in range 1 to 3", "1:16 '1 to 3' is not a range [write '1..3']"),
        ("for n in range 1 .. 3", "1:16 '1 .. 3' is not a range [write '1..3']"),
        ("for n in range 1..", "1:16 '1..' is not a range"),
        ("for n in range 3..1", "1:16 the range 3..1 runs backwards [did you mean '1..3'?]"),
        ("for n in range a..3", "1:16 'a' is not a whole number"),
        ("for n in range 01..3", "1:16 '01' starts with a zero [did you mean '1'?]"),
        ("for n in range 1..100001", "1:16 the range has 100001 numbers"),
        ("for n in range 1..9999999999", "1:19 '9999999999' is too large for a range"),
        ("for n in lines", "1:10 'lines' needs a file"),
        ("for n in lines a b", "1:18 'lines' takes a file alone"),
        ("for n in lines a {", "1:18 nothing opens the lines of a loop [remove it]"),
        ("for n in table a.txt", "1:16 'a.txt' is not a table [did you mean 'lines'?]"),
        ("for n in table a.xlsx", "1:16 'a.xlsx' is not a table"),
        ("for n in table \"\"", "1:16 a file cannot be empty"),
        ("for n in list", "1:10 'list' needs at least one word"),
        ("for n in list a, b, c", "1:16 no comma stands between the words of a list [remove it]"),
        ("for n in list 猫、 犬", "1:17 no comma stands between the words of a list [remove it]"),
        ("for n in list ${job.id}", "1:15 '${job.id}' has no job to speak of here"),
        ("try for n in list a", "1:1 'try' does not stand before 'for' [remove it]"),
        ("?for n in list a", "1:1 '?' does not stand before 'for' [remove it]"),
        ("foreach n in list a", "1:1 unknown command 'foreach' [did you mean 'for'?]"),
        ("while true", "1:1 'while' is a reserved word [did you mean 'for'?]"),
        ("for n in list a \u{1B}", "1:17 the character U+001B (escape) cannot stand in a script"),
    ])
    func badStart(_ line: String, _ problem: String) {
        // A loop that is wrong in its first line still owns its `end`.
        #expect(problems("\(line)\n  models\nend\nmodels") == [problem])
    }

    @Test(
        "what an end has to say",
        arguments: [
            ("end", ["1:1 no loop is open that 'end' could close"]),
            ("for n in list a\nend n", ["2:5 'n' is too much for `end`"]),
            ("for n in list a\ntry end", ["2:1 'try' does not stand before 'end' [remove it]"]),
            ("for n in list a\ndone", ["2:1 unknown command 'done' [did you mean 'end'?]"]),
            ("for n in list a\n}", ["2:1 unknown command '}' [did you mean 'end'?]"]),
            ("for n in list a\nEND", ["2:1 unknown command 'END' [did you mean 'end'?]"]),
            ("for n in list a", ["1:1 the loop that starts here is not closed"]),
            (
                "for n in list a\n  for m in list b\n  end",
                ["1:1 the loop that starts here is not closed"]
            ),
            (
                "  for n in list a\nfor m in list b\nfoo",
                [
                    "1:3 the loop that starts here is not closed",
                    "2:1 the loop that starts here is not closed", "3:1 unknown command 'foo'",
                ]
            ),
            ("if x\nfor n in list a\nend", ["1:1 'if' is a reserved word"]),
            // An open fence takes all lines, the ends too.
            (
                "for n in list a\nprompt '''\nend",
                ["2:8 the fence that opens here is not closed"]
            ),
        ])
    func ends(_ text: String, _ expected: [String]) {
        #expect(problems(text) == expected)
    }

    @Test("an end that is indented otherwise is pointed at")
    func misaligned() {
        let text = "for a in list x\n  for b in list y\n  submit\nend\nquit"
        let source = SourceFile(name: "a", text: text)
        let diagnostics = Parser.parse(source, dialect: .file).diagnostics
        #expect(diagnostics.count == 1)
        #expect(
            diagnostics.first?.notes.map(\.label) == [
                "this 'end' closes the loop of line 2 instead"
            ])
    }

    @Test("eight loops nest, a ninth is one error")
    func nesting() {
        func text(_ count: Int) -> String {
            (0..<count).map { "for n\($0) in list a" }.joined(separator: "\n")
                + String(repeating: "\nend", count: count)
        }
        #expect(problems(text(8)).isEmpty)
        #expect(problems(text(9)) == ["9:1 loops are nested too deep"])
        #expect(problems(text(12)) == ["9:1 loops are nested too deep"])
    }

    @Test(
        "an open loop asks for more lines",
        arguments: [
            ("for n in list a", true), ("for n in list a\nend", false), ("for n in 1..3", true),
            ("for n in list a\nfor m in list b\nend", true), ("end", false), ("if x", false),
            ("foreach n in list a", false), ("for n in list a\nprompt \"\"\"\nend", true),
        ])
    func more(_ text: String, _ needsMore: Bool) {
        let source = SourceFile(name: "<prompt>", text: text)
        #expect(Parser.parse(source, dialect: .prompt).needsMoreLines == needsMore)
    }

    @Test("a loop knows its text, its source and its end")
    func ranges() throws {
        let text = "  for n in  list a b \n submit\n  end  "
        let source = SourceFile(name: "a", text: text)
        let statement = try #require(Parser.parse(source, dialect: .file).script.statements.first)
        guard case .loop(let loop) = statement.command else {
            Issue.record("no loop")
            return
        }
        #expect(source.text(in: statement.range) == "for n in  list a b \n submit\n  end")
        #expect(source.text(in: statement.keyword) == "for")
        #expect(source.text(in: loop.sourceRange) == "list a b")
        #expect(source.text(in: loop.variable.range) == "n")
        #expect(source.text(in: loop.end) == "end")
        #expect(source.text(in: loop.body[0].range) == "submit")
    }

    @Test("the numbers of a filled range")
    func numbers() throws {
        #expect(try LoopRange.parse(from: "1", to: "100000") == 1...100_000)
        for (first, last) in [("2", "1"), ("", "1"), ("1", "100001"), ("00", "1"), ("-1", "1")] {
            #expect(throws: ValueError.self) { try LoopRange.parse(from: first, to: last) }
        }
    }
}
