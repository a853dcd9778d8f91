import Testing

@testable import VeoLanguage

/// What was typed becomes a script that runs.
@Suite("Typed lines") struct TypedLinesTests {
    @Test func shortFormsAreSpeltOut() {
        let script = TypedLines.script([
            "SET Model veo-3.1", "pro  a cat", "submit   as cat", "wa", "set mod sync",
        ])
        #expect(
            script == "set model veo-3.1\nprompt a cat\nsubmit as cat\nwait\n# set mod sync\n")
    }

    @Test func whatCannotStandInAFileBecomesAComment() {
        let script = TypedLines.script([
            "set key-from env KEY", "model new price=0.1 aspect=9:16", "sumbit", "quit", "# mine",
        ])
        let expected = [
            "# set key-from env KEY", "# model new price=0.1 aspect=9:16", "# sumbit", "# quit",
            "# mine",
        ]
        #expect(script == expected.map { $0 + "\n" }.joined())
    }

    @Test func fencesAndLoopsStayWhole() {
        let entries = [
            "prompt \"\"\"\n  a\n    b\n  \"\"\"", "for n in range 1..2\nsubmit as c-${n}\nend",
            "prompt \"\"\"\n never closed",
        ]
        let script = TypedLines.script(entries)
        #expect(
            script == """
                prompt \"""
                  a
                    b
                  \"""
                for n in range 1..2
                  submit as c-${n}
                end
                # prompt \"""
                #  never closed

                """)
        let parsed = Parser.parse(SourceFile(name: "s", text: script), dialect: .file)
        #expect(parsed.diagnostics.isEmpty)
    }

    /// Whatever is typed, the script has no error.
    @Test func neverAnError() {
        for text in Corpus.scripts + [Corpus.longExample] {
            let script = TypedLines.script([text])
            let parsed = Parser.parse(SourceFile(name: "s", text: script), dialect: .file)
            #expect(!parsed.hasErrors, "\(text.debugDescription)")
        }
    }

    @Test(arguments: [
        ("prompt a ${st", ["style}"]), ("prompt a $${st", []), ("prompt ${style} b", []),
        ("submit as c-${", ["n}", "row.id}", "row.text}", "style}"]),
        ("print ${c", ["count.completed}", "count.failed}", "count.all}", "cost.total}"]),
        ("prompt ${c", []), ("set out ${job.na", ["job.name}"]),
        ("save @a to x/${job.si", ["job.size}"]), ("prompt ${job.na", []),
    ])
    func valuesAreCompleted(line: String, expected: [String]) {
        let context = CompletionContext(variables: [
            .init(name: "n", help: ""), .init(name: "row", help: "", columns: ["id", "text"]),
            .init(name: "style", help: ""),
        ])
        let result = Completion.complete(
            line: line, cursor: line.unicodeScalars.count, context: context)
        guard case .candidates(let candidates, let range) = result else {
            Issue.record("no candidates")
            return
        }
        #expect(candidates.map(\.text) == expected)
        if !expected.isEmpty { #expect(range.upperBound == line.unicodeScalars.count) }
    }
}
