import Testing
import VeoLanguage

@Suite("let and param") struct VariableTests {
    @Test(arguments: [
        ("let x = it's \"a\" #1 = b", "let x |it's \"a\" #1 = b|"),
        ("let x = ${y} $${z}", "let x |<y> ${z}|"),
        ("let 猫 = '''\n a\n b\n '''", "let 猫 |a\nb|"),
        ("let x = '''\n'''", "let x ||"),
        ("param x", "param x -"), ("param x = a b", "param x |a b|"),
    ])
    func means(_ text: String, _ command: String) {
        #expect(commands(text) == [command])
    }

    @Test(arguments: [
        ("let", "1:4 `let` needs a name"), ("let x", "1:6 `let` needs '=' and a text"),
        ("let x =", "1:8 the text after '=' is missing"),
        ("let x a", "1:7 '=' is missing [write '=' before it]"),
        ("let x \"\"\"\na\n\"\"\"", "1:7 '=' is missing [write '=' before it]"),
        ("let x: a", "1:6 no colon stands after a name [write ' =']"),
        ("let x=a", "1:6 blanks stand round '=' [write ' = ']"),
        ("let x =a", "1:7 a blank is missing after '=' [write '= ']"),
        ("let x ＝ a", "1:7 '＝' is not '=' [write '=']"),
        ("let x＝a", "1:6 the full-width '＝' means nothing here [write '=']"),
        ("let x == a", "1:7 '==' is not '=' [write '=']"),
        ("let x := a", "1:7 ':=' is not '=' [write '=']"),
        ("let ${x} = a", "1:5 a name stands here as it is [write 'x']"),
        ("let $x = a", "1:5 a name stands here as it is [write 'x']"),
        ("let x = \"a\"", "1:9 the quotes would be a part of the text [remove the quotes]"),
        ("let job = a", "1:5 'job' is a word of the language and cannot be a name"),
        ("let a,b = a", "1:5 a name cannot hold ','"),
        ("let x = ${count.all}", "1:9 '${count.all}' cannot stand here"),
        (
            "let x = ${loop.inedx}",
            "1:9 unknown name '${loop.inedx}' [did you mean '${loop.index}'?]"
        ),
        ("param", "1:6 `param` needs a name"),
        ("param x =", "1:10 the text after '=' is missing"),
        ("param x a", "1:9 '=' is missing [write '=' before it]"),
    ])
    func isRefused(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }
}

@Suite("The names that are known at a place") struct ScopeTests {
    private let source = SourceFile(
        name: "a.veo", text: String(repeating: "let name = text\n", count: 9))

    private func name(_ text: String, line: Int = 0) -> VariableName {
        let start = line * 16 + 4
        return VariableName(text: text, range: SourceRange(start, start + 4))
    }

    private func problem(
        _ scope: Scope, _ path: String, at place: KnownNames.Place = .value
    ) -> String? {
        let parts = path.split(separator: ".").map(String.init)
        let variable = Template.Variable(
            name: parts[0], field: parts.count > 1 ? parts[1] : nil, range: SourceRange(0, 1))
        guard let error = scope.problem(with: variable, at: place) else { return nil }
        return error.message + (error.label.isEmpty ? "" : " [\(error.label)]")
    }

    @Test("a name is known from its definition on")
    func known() {
        var scope = Scope()
        #expect(
            problem(scope, "style")
                == "unknown name '${style}'")
        #expect(scope.define(name("style"), .let, in: source) == nil)
        #expect(problem(scope, "style") == nil)
        #expect(
            problem(scope, "stlye") == "unknown name '${stlye}' [did you mean '${style}'?]")
        #expect(
            problem(scope, "style.x")
                == "'style' is a text and has no fields [did you mean '${style}'?]")
        #expect(
            problem(scope, "cout.all", at: .print)
                == "unknown name '${cout.all}' [did you mean '${count.all}'?]")
        #expect(
            problem(scope, "number", at: .outPath)
                == "unknown name '${number}' [did you mean '${job.number}'?]")
        for own in ["env.HOME", "job.name", "count.all", "cost.total"] {
            #expect(problem(scope, own) == nil)
        }
    }

    @Test("names compare in their Unicode form, with their letter case")
    func form() {
        var scope = Scope()
        #expect(scope.define(name("caf\u{E9}"), .let, in: source) == nil)
        #expect(problem(scope, "cafe\u{301}") == nil)
        #expect(problem(scope, "CAF\u{C9}") != nil)
    }

    @Test("a loop's name and index end with it; columns are known")
    func loops() {
        var scope = Scope()
        #expect(problem(scope, "loop.index") == "'${loop.index}' has no loop round it")
        let columns = Scope.Kind.row(columns: ["id", "prompt"])
        #expect(scope.push(name("shot"), columns, in: source) == nil)
        #expect(problem(scope, "loop.index") == nil)
        #expect(problem(scope, "shot.id") == nil)
        #expect(
            problem(scope, "shot.promt")
                == "the table has no column 'promt' [did you mean '${shot.prompt}'?]")
        #expect(
            problem(scope, "shot") == "'${shot}' is a row and needs a column [such as '${shot.id}']"
        )
        #expect(
            problem(scope, "prompt") == "unknown name '${prompt}' [did you mean '${shot.prompt}'?]")
        #expect(
            problem(scope, "index") == "unknown name '${index}' [did you mean '${loop.index}'?]")
        scope.pop()
        #expect(problem(scope, "shot.id") == "unknown name '${shot.id}'")
        #expect(scope.push(name("shot", line: 1), .loop, in: source) == nil)
        scope.pop()
    }

    @Test(
        "what defines a name twice",
        arguments: [
            (Scope.Kind.let, Scope.Kind.let, nil),
            (.param, .param, "the parameter 'x' is named twice"),
            (.let, .param, "'x' is a variable already"),
            (.param, .let, "'x' is a parameter"),
            (.loop, .let, "'x' is the variable of a loop"),
            (.loop, .param, "'x' is the variable of a loop"),
        ] as [(Scope.Kind, Scope.Kind, String?)])
    func twice(_ first: Scope.Kind, _ second: Scope.Kind, _ message: String?) {
        var scope = Scope()
        if first == .loop {
            #expect(scope.push(name("x"), first, in: source) == nil)
        } else {
            #expect(scope.define(name("x"), first, in: source) == nil)
        }
        let diagnostic = scope.define(name("x", line: 1), second, in: source)
        #expect(diagnostic?.message == message)
        #expect((diagnostic?.notes.count ?? 0) == (message == nil ? 0 : 1))
    }

    @Test("a loop does not hide a name, and its own end changes nothing then")
    func hides() {
        var scope = Scope()
        #expect(scope.define(name("x"), .let, in: source) == nil)
        let diagnostic = scope.push(name("x", line: 1), .loop, in: source)
        #expect(diagnostic?.message == "the loop would hide another 'x'")
        scope.pop()
        #expect(problem(scope, "x") == nil)
    }

    @Test("the same statement met again defines nothing twice; another file is named")
    func files() {
        var scope = Scope()
        #expect(scope.define(name("x"), .param, in: source) == nil)
        #expect(scope.define(name("x"), .param, in: source) == nil)
        let other = SourceFile(name: "b.veo", text: "param x\n")
        let diagnostic = scope.define(
            VariableName(text: "x", range: SourceRange(6, 7)), .param, in: other)
        #expect(diagnostic?.notes.isEmpty == true)
        #expect(diagnostic?.help.last == "the first one is in a.veo, line 1")
    }
}
