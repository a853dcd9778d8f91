import Testing
import VeoLanguage

@Suite("How diagnostics look") struct DiagnosticRendererTests {
    private func render(_ text: String, _ name: String = "cats.veo") -> String {
        let result = Parser.parse(SourceFile(name: name, text: text), dialect: .file)
        return result.diagnostics.map(DiagnosticRenderer(color: false).render).joined()
    }

    @Test("the form of the language page")
    func form() {
        let source = SourceFile(
            name: "cats.veo", text: "# cats\n\nset model veo-3.1-fsat\nsubmit\n")
        let diagnostic = Diagnostic(
            .error, "unknown model 'veo-3.1-fsat'", in: source, at: SourceRange(18, 30),
            label: "did you mean 'veo-3.1-fast'?",
            help: ["`models` lists the models and their prices"])
        #expect(
            DiagnosticRenderer(color: false).render(diagnostic) == """
                error: unknown model 'veo-3.1-fsat'
                  --> cats.veo:3:11
                   |
                 3 | set model veo-3.1-fsat
                   |           ^^^^^^^^^^^^ did you mean 'veo-3.1-fast'?
                   = help: `models` lists the models and their prices

                """)
    }

    @Test("Chinese takes two cells")
    func chinese() {
        #expect(
            render("submit as 猫咪 -- 一只猫 ${job.时}") == """
                error: '${job.时}' has no job to speak of here
                  --> cats.veo:1:26
                   |
                 1 | submit as 猫咪 -- 一只猫 ${job.时}
                   |                          ^^^^^^^^^
                   = help: `${job.…}` stands in `set out` and after `save … to`; for the characters themselves write `$${`

                """)
    }

    @Test("a tab goes to the next stop, emoji take two cells, marks none")
    func tabs() {
        #expect(
            render("\tprompt\t👩‍👧 e\u{301} 🇯🇵 ${job}") == """
                error: '${job}' has no job to speak of here
                  --> cats.veo:1:27
                   |
                 1 |         prompt  👩‍👧 e\u{301} 🇯🇵 ${job}
                   |                           ^^^^^^
                   = help: `${job.…}` stands in `set out` and after `save … to`; for the characters themselves write `$${`

                """)
    }

    @Test("notes show other places, and the gutter is as wide as the widest number")
    func notes() {
        let text = String(repeating: "\n", count: 8) + "prompt \"\"\"\n  a\n\tb\n  \"\"\""
        #expect(
            render(text) == """
                error: this line of a fence is indented with other blanks than the line that closes it
                   --> cats.veo:11:1
                    |
                 11 |         b
                    | ^^^^^^^^
                    = help: use the same blanks (2 spaces) on both lines
                note: the line that closes it
                   --> cats.veo:12:1
                    |
                 12 |   \"\"\"
                    | ^^^^^

                """)
    }

    @Test("an error at the end of a line")
    func end() {
        #expect(
            render("set mode  ", "<prompt>") == """
                error: 'mode' needs a value
                  --> <prompt>:1:9
                   |
                 1 | set mode
                   |         ^
                   = help: mode is 'async' or 'sync'

                """)
    }

    @Test("control characters are shown, not obeyed")
    func control() {
        #expect(
            render("print a\u{1B}[2J\u{202E}b", "a\u{1B}[31m.veo") == """
                error: the character U+001B (escape) cannot stand in a script
                  --> a\\u{1B}[31m.veo:1:8
                   |
                 1 | print a\\u{1B}[2J\\u{202E}b
                   |        ^^^^^^
                   = help: delete it; besides tabs and line ends, a script holds no control characters

                """)
    }

    @Test(
        "a key is never shown",
        arguments: [
            "set key-from sk-0123456789abcdefghij", "set key-from my secret",
            "set api-key sk-0123456789abcdefghij", "set token=abc my", "key-from secret",
            "export K=sk-0123456789abcdefghij", "sk-0123456789abcdefghij", "set key-from=secret",
            "set key-from file a secret", "set model sk-0123456789abcdefghij secret",
        ])
    func secrets(_ text: String) {
        let shown = render(text)
        #expect(shown.contains("***"))
        #expect(!shown.contains("sk-0"))
        #expect(!shown.contains("| \(text)"))
    }

    @Test("of a long line the part round the carets is shown")
    func window() {
        let before = String(repeating: "猫", count: 9_000)
        #expect(
            render("prompt \(before) ${job} \(before)") == """
                error: '${job}' has no job to speak of here
                  --> cats.veo:1:18009
                   |
                 1 | …猫猫猫猫猫猫猫猫猫猫猫 ${job} 猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫…
                   |                         ^^^^^^
                   = help: `${job.…}` stands in `set out` and after `save … to`; for the characters themselves write `$${`

                """)
        let line = "foo " + String(repeating: "a", count: 30_000)
        let shown = render(line).split(separator: "\n")
        #expect(shown[3] == " 1 | foo " + String(repeating: "a", count: 91) + "…")
        let wide = render("prompt \"\(String(repeating: "a", count: 30_000))\"")
        #expect(wide.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test("a file as a whole has no line")
    func whole() {
        let source = SourceFile(name: "a.veo", text: "")
        let diagnostic = Diagnostic(.warning, "nothing to do", in: source, at: nil, help: ["write"])
        #expect(
            DiagnosticRenderer(color: false).render(diagnostic) == """
                warning: nothing to do
                  --> a.veo
                   = help: write

                """)
    }

    @Test("colour adds nothing but colour")
    func color() {
        let source = SourceFile(name: "a.veo", text: "foo bar")
        let diagnostic = Diagnostic(
            .error, "bad", in: source, at: SourceRange(0, 3), label: "this", help: ["that"])
        let colored = DiagnosticRenderer(color: true).render(diagnostic)
        #expect(colored.contains("\u{1B}[1;31merror\u{1B}[0m"))
        let plain = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(plain == DiagnosticRenderer(color: false).render(diagnostic))
    }

    @Test(
        "the cells of scalars",
        arguments: [
            ("a", 1), ("é", 1), ("\u{301}", 0), ("猫", 2), ("，", 2), ("ｱ", 1), ("한", 2), ("😀", 2),
            ("\u{200D}", 0), ("\u{FE0F}", 0), ("🇯", 1), ("─", 1), ("\u{3000}", 2), ("𠀀", 2),
            ("⌚", 2),
        ] as [(Unicode.Scalar, Int)])
    func cells(_ scalar: Unicode.Scalar, _ width: Int) {
        #expect(CellWidth.of(scalar) == width)
    }
}
