import Testing
import VeoLanguage

@Suite("Fuzzing") struct FuzzTests {
    private static let tokens = [
        "for n in list a b\n", "end\n", "  ", "\n", "\"\"\"\n", "'''\n", "try ", "?", "?later x\n",
        "${n}", "$", "$${", "{", "\"", "\\", "\\u{24}", "=", ",", "@", "*", "“", "＝", "\u{3000}",
        "\t",
        "# c\n", "veo 1\n", "prompt a\n", "print ", "x", "1..3", "-- ", "submit ", "as ", "none",
        "image ", "include ", "set out ", "expect ", "== ", "status ", "\r\n", "let x = ", "猫",
    ]

    /// A corpus text with some bytes, tokens or lines changed.
    private func mutated(_ random: inout SplitMix) -> [UInt8] {
        var bytes = Array(Corpus.scripts.randomElement(using: &random)!.utf8)
        for _ in 0..<Int.random(in: 0..<6, using: &random) {
            let index = Int.random(in: 0...bytes.count, using: &random)
            let token = Array(Self.tokens.randomElement(using: &random)!.utf8)
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where index < bytes.count: bytes.remove(at: index)
            case 1 where index < bytes.count: bytes[index] = .random(in: 0...255, using: &random)
            case 2:
                let end = min(bytes.count, index + Int.random(in: 0..<40, using: &random))
                bytes.removeSubrange(index..<end)
            case 3:
                let end = min(bytes.count, index + Int.random(in: 0..<40, using: &random))
                bytes.insert(contentsOf: bytes[index..<end], at: index)
            default: bytes.insert(contentsOf: token, at: index)
            }
        }
        return bytes
    }

    private func tokens(_ random: inout SplitMix) -> [UInt8] {
        (0..<Int.random(in: 0..<30, using: &random)).flatMap { _ in
            Array(Self.tokens.randomElement(using: &random)!.utf8)
        }
    }

    @Test("parse(fmt(x)) = parse(x), fmt(fmt(x)) = fmt(x), and ranges lie in the text")
    func properties() {
        var random = SplitMix(state: 31)
        var formatted = 0
        var refused = 0
        for round in 0..<2_000 {
            let bytes =
                switch round % 4 {
                case 0: tokens(&random)
                case 1: (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
                default: mutated(&random)
                }
            if fuzzParse(bytes) { formatted += 1 } else { refused += 1 }
        }
        #expect(formatted > 200)
        #expect(refused > 200)
    }

    @Test(
        "what a fuzzer once found",
        arguments: ["include $${x}$$$$=y}"])
    func found(_ text: String) {
        #expect(fuzzParse(Array(text.utf8)))
    }

    @Test("the corpus is right", arguments: Corpus.scripts)
    func corpus(_ script: String) {
        #expect(problems(script).allSatisfy { $0.contains("warning") })
        #expect(fuzzParse(Array(script.utf8)))
    }
}
