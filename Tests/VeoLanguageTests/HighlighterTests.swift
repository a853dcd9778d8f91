import Testing
import VeoLanguage

/// What a person sees of a line before Enter: colours, remarks, and where a paste goes.
@Suite("Highlighter") struct HighlighterTests {
    private static let context: CompletionContext = {
        var context = CompletionContext(models: [
            .init(name: "veo-3.1", help: "", price: 2_500, images: 0),
            .init(name: "veo-3.1-fast", help: "", price: 1_500, images: 0),
        ])
        context.currentModel = "veo-3.1"
        context.settings = [.parallel: "10"]
        return context
    }()

    /// The words of a line with the first letters of their kinds, the cursor where `|` stands.
    private func paint(_ marked: String) -> String {
        let cursor = marked.unicodeScalars.prefix { $0 != "|" }.count
        let text = marked.replacing("|", with: "")
        let scalars = Array(text.unicodeScalars)
        var kinds = [Highlighter.Kind?](repeating: nil, count: scalars.count)
        for span in Highlighter.spans(of: text, cursor: cursor, context: Self.context) {
            for index in span.range { kinds[index] = span.kind }
        }
        var painted = ""
        var last: Highlighter.Kind?
        for (scalar, kind) in zip(scalars, kinds) {
            if kind != last {
                if last != nil { painted += ">" }
                if let kind { painted += "<\("\(kind)".prefix(3)):" }
                last = kind
            }
            painted.unicodeScalars.append(scalar)
        }
        return painted + (last == nil ? "" : ">")
    }

    @Test("each part has its colour")
    func parts() {
        #expect(
            paint("submit x2 as 猫 model=veo-3.1 -- a ${style} it's|")
                == "<com:submit> <val:x2> <key:as> <val:猫> <key:model=><val:veo-3.1> <key:--> a <var:${style}> it's"
        )
        #expect(paint("try wait @cat-* any|") == "<key:try> <com:wait> <ref:@cat-*> <key:any>")
        #expect(
            paint("for n in range 1..3\n  # each\nend|")
                == "<com:for> <var:n> <key:in> <key:range> <val:1..3>\n  <com:# each>\n<com:end>")
        #expect(
            paint("prompt \"\"\"\nset ${x}\n\"\"\"\nwait|")
                == "<com:prompt> <fen:\"\"\">\nset <var:${x}>\n<fen:\"\"\">\n<com:wait>")
        #expect(
            paint("save @a to \"my film.mp4\"|")
                == "<com:save> <ref:@a> <key:to> <val:\"my film.mp4\">")
    }

    @Test("what is wrong is red, unless it may still become right")
    func errors() {
        #expect(paint("sbmit|") == "<err:sbmit>")
        #expect(paint("subm|") == "subm")
        #expect(paint("sub|mit") == "<com:submit>")
        #expect(paint("set model veo-3.1-fa|").hasSuffix("<val:veo-3.1-fa>"))
        #expect(paint("set model veo-4|").hasSuffix("<err:veo-4>"))
        #expect(paint("set model veo-3.1-fa|st ").hasSuffix("<val:veo-3.1-fast> "))
        #expect(paint("set modl x |") == "<com:set> <err:modl> <val:x> ")
        #expect(paint("set parallel 1000 |").contains("<err:1000>"))
        #expect(
            paint("for n in range 1..3|") == "<com:for> <var:n> <key:in> <key:range> <val:1..3>")
    }

    @Test("any start of any line is painted in order", arguments: Corpus.scripts.prefix(40))
    func starts(_ script: String) {
        let text = String(script.prefix(400))
        let count = text.unicodeScalars.count
        for length in stride(from: 0, through: count, by: 7) {
            let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))
            let spans = Highlighter.spans(of: start, cursor: length, context: Self.context)
            #expect(spans.allSatisfy { 0 <= $0.range.lowerBound && $0.range.upperBound <= length })
        }
    }

    @Test(
        "remarks",
        arguments: [
            ("submit", "$0.25  [xN] [as NAME] [model=NAME] [mode=async|sync] [-- TEXT]"),
            ("submit x10 model=veo-3.1-fast", "10 jobs, $1.50"), ("submit x", nil),
            ("submit x10 -- it costs", "10 jobs, $2.50"), ("submit x${n}", nil),
            ("set parallel ", "'auto' or a whole number from 1 to 100; now 10"),
            ("set ", "KEY VALUE"),
            ("set parallel 3", nil), ("wait ", "[REF …] [any] [timeout=DURATION]"), ("wai", nil),
            ("nonsense ", nil), ("", nil), ("prompt a\nwait ", nil),
        ])
    func remarks(line: String, remark: String?) {
        #expect(LineHint.text(for: line, context: Self.context) == remark)
    }

    @Test("a price that is simulated says so")
    func simulated() {
        var context = Self.context
        context.isSimulated = true
        #expect(LineHint.text(for: "submit x2", context: context) == "2 jobs, $0.50, simulated")
    }

    @Test("a text of several lines becomes a fence where a text stands")
    func paste() {
        func inserted(_ before: String, _ text: String, after: String = "") -> String? {
            PastedText.inserted(text, between: before, and: after).map {
                $0.before + "|" + $0.after
            }
        }
        #expect(inserted("prompt ", "一\n二") == "prompt \"\"\"\n一\n二\n\"\"\"|")
        #expect(inserted("prompt a cat, ", "b\nc") == "prompt \"\"\"\na cat, b\nc\n\"\"\"|")
        #expect(inserted("submit as x -- ", "b\nc") == "submit as x -- \"\"\"\nb\nc\n\"\"\"|")
        #expect(inserted("let s = ", "b\nc") == "let s = \"\"\"\nb\nc\n\"\"\"|")
        #expect(inserted("prompt ", "${b}\nc") == "prompt '''\n${b}\nc\n'''|")
        #expect(inserted("prompt ${a} ", "${b}\nc") == "prompt \"\"\"\n${a} $${b}\nc\n\"\"\"|")
        #expect(inserted("prompt ", "a\n\"\"\"\nc") == "prompt \"\"\"\"\na\n\"\"\"\nc\n\"\"\"\"|")
        for before in ["", "wait\n", "submit ", "prompt", "prompt \"\"\"\na ", "set out "] {
            #expect(inserted(before, "b\nc") == nil)
        }
        #expect(inserted("prompt ", "one line") == nil)
        #expect(inserted("prompt ", "b\nc", after: " rest") == nil)
    }

    @Test("a pasted text is the prompt that was pasted")
    func pasteMeansItself() throws {
        let texts = ["a\n\n b\t\n'''\n\"\"\"", "\n# no comment\nsubmit x9\n", "${x}\n$${y}\n$z"]
        for text in texts {
            let line = try #require(PastedText.inserted(text, between: "prompt ", and: ""))
            let parsed = Parser.parse(SourceFile(name: "", text: line.before), dialect: .prompt)
            guard case .prompt(let template?)? = parsed.script.statements.first?.command else {
                Issue.record("no prompt: \(line.before)")
                continue
            }
            #expect(template.literal == text && parsed.diagnostics.isEmpty)
        }
    }

    @Test("models that take no image are not offered when one is set")
    func modelsForImages() {
        var context = Self.context
        context.models.append(.init(name: "veo-3.1-fl", help: "", images: 2))
        context.images = 1
        let result = Completion.complete(line: "set model ", cursor: 10, context: context)
        guard case .candidates(let candidates, _) = result else {
            Issue.record("no candidates")
            return
        }
        #expect(candidates.map(\.text) == ["veo-3.1-fl"])
    }
}
