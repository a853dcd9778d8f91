import Testing
import VeoLanguage

@Suite("Whatever the text") struct ParserPropertyTests {
    private static let pieces = [
        "set ", "mode ", "sync", "model=", "submit ", "x3 ", "as ", "cat", "猫", "-- ", "\"\"\"",
        "'''",
        "\n", "\n", "  ", "\t", "\u{3000}", "${", "}", "env.X", "job.name", "$${", "@", "*", "#",
        "wait ",
        "any ", "timeout=", "1h", "save ", "to ", "prompt ", "“", "”", "＃", "：", "\"", "\\",
        "\\u{732B}",
        "\r\n", "\r", "\u{1B}", "\u{FEFF}", "key-from ", "command ", "veo 1", "?", "if-exists=",
        "help ", "for ", "n in ", "range ", "1..3", "list ", "end", "end\n", "try ", "let x = ",
        "param y", "expect ", "status ", "== ", "completed", "budget 2", "on-error stop", "again ",
        "${x}", "${loop.index}", "\n  ", "if ",
    ]

    private func bytes(_ random: inout SplitMix) -> [UInt8] {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            return (0..<Int.random(in: 0..<200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
        case 1, 2:
            let count = Int.random(in: 0..<40, using: &random)
            return (0..<count).flatMap { _ in
                Array(Self.pieces.randomElement(using: &random)!.utf8)
            }
        default:
            var script = Array(
                """
                set out a/${job.name}.mp4
                prompt \"\"\"
                  一只猫 ${env.X}
                  \"\"\"
                submit x2 as cat mode=sync -- it's $5
                for n in range 1..3
                  try submit as dog-${n} -- a dog
                end
                expect @cat-* status == completed
                wait @cat-* any timeout=10m
                save to "a b" if-exists=fail
                """.utf8)
            for _ in 0..<Int.random(in: 0..<4, using: &random) {
                let index = Int.random(in: 0..<script.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: script.remove(at: index)
                case 1: script[index] = UInt8.random(in: 0...255, using: &random)
                default: script.insert(UInt8.random(in: 9...126, using: &random), at: index)
                }
            }
            return script
        }
    }

    @Test("the parser ends, and every range lies in the text", arguments: [Dialect.file, .prompt])
    func ranges(_ dialect: Dialect) {
        var random = SplitMix(state: 20_260_214)
        var right = 0
        var wrong = 0
        for _ in 0..<3_000 {
            let source = SourceFile(name: "fuzz", bytes: bytes(&random))
            let result = Parser.parse(source, dialect: dialect)
            if result.hasErrors {
                wrong += 1
            } else if !result.script.statements.isEmpty {
                right += 1
            }
            var ranges = result.script.statements.flatMap { [$0.range, $0.keyword] }
            for diagnostic in result.diagnostics {
                ranges += [diagnostic.range, diagnostic.secret].compactMap { $0 }
                ranges += diagnostic.notes.map(\.range)
            }
            #expect(ranges.allSatisfy { 0 <= $0.lowerBound && $0.upperBound <= source.utf8.count })
            for diagnostic in result.diagnostics {
                let shown = DiagnosticRenderer(color: false).render(diagnostic)
                #expect(!shown.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
            }
        }
        #expect(right > 100)
        #expect(wrong > 100)
    }

    @Test("completion ends, and replaces a part of the line")
    func completion() {
        var random = SplitMix(state: 7)
        for _ in 0..<2_000 {
            let line = String(decoding: bytes(&random), as: UTF8.self)
            let cursor = Int.random(in: 0...line.unicodeScalars.count, using: &random)
            switch Completion.complete(line: line, cursor: cursor, context: CompletionContext()) {
            case .candidates(_, let range): #expect(range.upperBound == cursor)
            case .files(let files): #expect(files.range.upperBound == cursor)
            }
        }
    }

    @Test("each statement, parsed alone, means the same")
    func statements() {
        var random = SplitMix(state: 99)
        var seen = 0
        for _ in 0..<1_000 {
            let source = SourceFile(name: "fuzz", bytes: bytes(&random))
            let script = Parser.parse(source, dialect: .file).script
            for statement in script.statements {
                if case .loop = statement.command { continue }
                let text = script.text(of: statement)
                guard !text.contains("\n") else { continue }
                seen += 1
                #expect(commands(text) == [describe(statement)])
            }
        }
        #expect(seen > 100)
    }
}
