import Testing
import VeoLanguage

@Suite("Text, fences and words") struct TextTests {
    @Test("the smallest script")
    func smallest() {
        let text = "set model veo-3.1-fast\nprompt 一只猫咪在花园里玩耍\nsubmit\nwait\nsave\n"
        #expect(
            commands(text) == [
                "set model |veo-3.1-fast|", "prompt |一只猫咪在花园里玩耍|",
                "submit x- as - model=- mode=- -- -", "wait [] any=false -", "save [] to - -",
            ])
    }

    @Test(
        "raw text is literal",
        arguments: [
            "it's \"magic hour\": shot #3, C:\\no\\escapes", "the tag reads $5; {braces} and $x",
            "a -- b --ar 16:9", "\"a\" and \"b\"", "'tis the cat's", "“猫”和“狗”，全角：＃＝＠",
            "ends in \\backslash\\", "—— 对话", "# 1", "@cat", "a\tb", "👩‍👩‍👧 and 🇯🇵",
        ])
    func raw(_ text: String) {
        #expect(commands("prompt  \u{3000}\(text) \t") == ["prompt |\(text)|"])
    }

    @Test(
        "near misses name their fix",
        arguments: [
            ("prompt \"a cat\"", "1:8 the quotes would be sent to the model [remove the quotes]"),
            ("prompt “一只猫”", "1:8 the quotes would be sent to the model [remove the quotes]"),
            ("prompt 'a cat'", "1:8 the quotes would be sent to the model [remove the quotes]"),
            ("submit -- \"a\"", "1:11 the quotes would be sent to the model [remove the quotes]"),
            ("prompt -- a cat", "1:8 the text starts with '--' [remove it]"),
            ("prompt = a cat", "1:8 the text starts with '=' [remove it]"),
            ("prompt a cat \\", "1:14 a line is not continued with '\\'"),
            ("prompt “““", "1:8 '“““' does not open a fence [write \"\"\"]"),
            ("submit —— a", "1:8 '——' is not '--' [write '--']"),
            ("submit — a", "1:8 '—' is not '--' [write '--']"),
            ("submit – a", "1:8 '–' is not '--' [write '--']"),
            ("submit －－ a", "1:8 '－－' is not '--' [write '--']"),
            ("＃ comment", "1:1 the full-width '＃' means nothing here [write '#']"),
            ("prompt：猫", "1:7 no colon stands after a command [write a blank]"),
            ("wait ＠cat", "1:6 the full-width '＠' means nothing here [write '@']"),
            ("wait @id：v", "1:9 the full-width '：' means nothing here [write ':']"),
            ("wait @＃7", "1:7 the full-width '＃' means nothing here [write '#']"),
            ("submit mode＝sync", "1:12 the full-width '＝' means nothing here [write '=']"),
            ("image “a b.png”", "1:7 '“' does not quote a word [write \"]"),
            ("submit model=“a”", "1:14 '“' does not quote a word [write \"]"),
            (
                "submit \"\"\"\n a\n \"\"\"",
                "1:8 '--' is missing before the fence [write '-- \"\"\"']"
            ),
        ])
    func nearMisses(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test(
        "a fence",
        arguments: [
            ("prompt \"\"\"\n  a\n    b\n  \"\"\"", "prompt |a\n  b|"),
            ("prompt \"\"\" \n\ta \n\n \n\tb\n\t\"\"\"\t", "prompt |a \n\n\nb|"),
            ("prompt '''\n${x} $${y}\n'''", "prompt |${x} $${y}|"),
            ("prompt \"\"\"\n${env.X} $${y} # no\n\"\"\"", "prompt |<env.X> ${y} # no|"),
            ("prompt \"\"\"\"\na\n\"\"\"\n\"\"\"\"", "prompt |a\n\"\"\"|"),
            (
                "submit -- '''\r\n\"quoted\"\r\n'''\r\n",
                "submit x- as - model=- mode=- -- |\"quoted\"|"
            ),
            ("print '''\n'''", "print ||"),
            ("print '''\n\n\n'''", "print |\n|"),
        ])
    func fence(_ text: String, _ command: String) {
        #expect(commands(text) == [command])
    }

    @Test(
        "a fence gone wrong",
        arguments: [
            (
                "prompt \"\"\"\n\tone\n  two\n  \"\"\"\nfoo",
                [
                    "2:1 this line of a fence is indented with other blanks than the line that closes it",
                    "5:1 unknown command 'foo'",
                ]
            ),
            (
                "prompt \"\"\"\n one\n  \"\"\"",
                ["2:1 this line of a fence is indented less than the line that closes it"]
            ),
            ("prompt '''\nsubmit\nfoo", ["1:8 the fence that opens here is not closed"]),
            (
                "prompt a \"\"\"\nsubmit\n\"\"\"",
                ["1:8 text before a fence [the fence opens at its end]"]
            ),
            ("prompt \"\"\"\n  \n\"\"\"", ["1:8 the prompt is blank"]),
            ("foo \"\"\"\nbar\n\"\"\"", ["1:1 unknown command 'foo'"]),
            ("set mode \"\"\"\nbar\n\"\"\"", ["1:10 a fence cannot stand here"]),
            // A fence that nothing closes is not believed after an error in a file.
            ("foo \"\"\"\nbar", ["1:1 unknown command 'foo'", "2:1 unknown command 'bar'"]),
            (
                "foo \"\"\"\nprompt \"\"\"\na\n\"\"\"\nbar",
                ["1:1 unknown command 'foo'", "5:1 unknown command 'bar'"]
            ),
        ])
    func badFence(_ text: String, _ expected: [String]) {
        #expect(problems(text) == expected)
    }

    @Test(
        "an open fence asks for more lines",
        arguments: [
            ("prompt \"\"\"", true), ("prompt \"\"\"\n a\n", true), ("promt \"\"\"", true),
            ("prompt \"\"\"\na\n\"\"\"", false), ("prompt a \"", false), ("prompt it\"\"\"", false),
        ])
    func more(_ text: String, _ needsMore: Bool) {
        let source = SourceFile(name: "<prompt>", text: text)
        #expect(Parser.parse(source, dialect: .prompt).needsMoreLines == needsMore)
    }

    @Test(
        "words",
        arguments: [
            ("\"a \\\"b\\\" \\\\ \\n\\t\\u{732B}\"", "a \"b\" \\ \n\t猫"), ("it's", "it's"),
            ("a=b", "a=b"), ("$${x}=b", "${x}=b"), ("a=\"b c\"", "a=b c"), ("'a'", "'a'"),
            ("\"${env.X} $${y}\"", "<env.X> ${y}"),
            ("$x$", "$x$"), ("$$${z}", "$${z}"), ("猫.veo", "猫.veo"),
        ])
    func words(_ word: String, _ value: String) {
        #expect(commands("include \(word)") == ["include |\(value)|"])
    }

    @Test(
        "words gone wrong",
        arguments: [
            ("\"a", "1:9 a quoted word is not closed"), ("a\"b", "1:10 a quote inside a word"),
            ("\"a\"b", "1:9 a blank belongs after a quoted word"),
            ("\"\\q\"", "1:10 an unknown escape in a quoted word"),
            ("\"\\u{}\"", "1:10 an unknown escape in a quoted word"),
            ("\"\\u{0}\"", "1:10 '\\u{0}' is no character"),
            ("\"\\u{D800}\"", "1:10 '\\u{D800}' is no character"),
            ("${a b}", "1:9 '${…}' does not hold a name"), ("${", "1:9 '${' without its '}'"),
            ("${}", "1:9 '${…}' does not hold a name"),
            ("${env}", "1:9 '${env}' needs the name of a variable"),
            ("${a.b.c}", "1:9 '${…}' does not hold a name"),
            ("${count.all}", "1:9 '${count.all}' cannot stand here"),
            ("\"\"", "1:9 a file cannot be empty"),
        ])
    func badWords(_ word: String, _ problem: String) {
        #expect(problems("include \(word)") == [problem])
    }

    @Test(
        "characters that no script may hold",
        arguments: [
            ("print a\u{1B}[2Jb", "1:8 the character U+001B (escape) cannot stand in a script"),
            ("print a\u{85}", "1:8 the character U+0085 (next line) cannot stand in a script"),
            (
                "print a\u{2028}b",
                "1:8 the character U+2028 (line separator) cannot stand in a script"
            ),
            (
                "print \u{FEFF}",
                "1:7 the character U+FEFF (byte order mark) cannot stand in a script"
            ),
            ("# a\rfoo", "1:4 the character U+000D (carriage return) cannot stand in a script"),
            ("foo \u{7F}", "1:5 the character U+007F (delete) cannot stand in a script"),
        ])
    func forbidden(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test("a BOM and CRLF are accepted")
    func windows() {
        #expect(commands("\u{FEFF}models\r\nquit\r\n") == ["models", "quit"])
    }

    @Test("invalid UTF-8 is told with its offset in the file")
    func invalid() {
        let source = SourceFile(
            name: "a.veo", bytes: [0xEF, 0xBB, 0xBF] + Array("print ".utf8) + [0xC3, 0x28])
        let result = Parser.parse(source, dialect: .file)
        #expect(
            result.diagnostics.map(\.message) == [
                "the text is not UTF-8: an invalid byte at offset 9"
            ])
        #expect(result.diagnostics.first?.range == SourceRange(6, 7))
    }

    @Test("limits are told with their number")
    func limits() {
        let long = String(repeating: "a", count: 65_530)
        #expect(problems("print \(long)").isEmpty)
        #expect(problems("print \(long)a") == ["1:1 the line is too long: 65537 bytes"])
        let prompt = String(repeating: "a", count: 32_000)
        #expect(problems("prompt \(prompt)").isEmpty)
        #expect(problems("prompt \(prompt)a") == ["1:8 the prompt has 32001 characters"])
        let huge = [UInt8](repeating: 10, count: Limits.fileBytes + 1)
        let result = Parser.parse(SourceFile(name: "a", bytes: huge), dialect: .file)
        #expect(result.diagnostics.map(\.message) == ["the script is too long: 16777217 bytes"])
    }

    @Test("a text full of errors does not flood")
    func flood() {
        let messages = problems(String(repeating: "foo\n", count: 1_500))
        #expect(messages.count == 1_001)
        #expect(messages.last == "0:0 500 more errors are not shown")
    }
}
