import Testing

@testable import VeoSimulator

/// The properties that `Scripts/fuzz` looks for long, here for a moment and always with the same
/// inputs: seeds with some bytes changed.
@Suite struct PropertyTests {
    private typealias Property = ([UInt8]) -> Bool

    /// Counts the inputs that are good and those that are not: a property that sees but one kind
    /// proves little.
    private func check(
        _ seeds: [[UInt8]], words: [String], rounds: Int = 400, _ property: Property,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var random = SeededGenerator(seed: 17)
        var (good, bad) = (0, 0)
        for seed in seeds { if property(seed) { good += 1 } else { bad += 1 } }
        #expect(good > 0 && bad > 0, "the seeds: \(good), \(bad)", sourceLocation: sourceLocation)
        for _ in 0..<rounds {
            let input = Self.mutated(seeds, words, &random)
            if property(input) { good += 1 } else { bad += 1 }
        }
        #expect(good > rounds / 20, "\(good) of \(rounds)", sourceLocation: sourceLocation)
        #expect(bad > rounds / 20, "\(bad) of \(rounds)", sourceLocation: sourceLocation)
    }

    private static func mutated(
        _ seeds: [[UInt8]], _ words: [String], _ random: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 0..<4, using: &random) {
            let index = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, index + Int.random(in: 0..<20, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where index < bytes.count: bytes[index] = .random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(index..<end)
            case 2: bytes.insert(contentsOf: bytes[index..<end], at: index)
            case 3:
                let other = seeds.randomElement(using: &random) ?? []
                bytes.append(contentsOf: other.dropFirst())
            default:
                let word = words.randomElement(using: &random) ?? ""
                bytes.insert(contentsOf: Array(word.utf8), at: index)
            }
        }
        return bytes
    }

    @Test func streams() {
        check(
            StreamProperties.seeds,
            words: [
                "\n\n", "\r", "data: ", "\\n", "```", "✅", "](", "https://o.example/", "%", ":",
            ],
            StreamProperties.hold)
    }

    @Test func answers() {
        check(
            AnswerProperties.seeds,
            words: ["null", "\"", "{", "}", "\\u0000", testSecret, "\"id\":", "[", "1e999", "\\"],
            AnswerProperties.hold)
    }

    @Test func links() {
        check(
            LinkProperties.seeds,
            words: [
                "https://", "http://", "%2F", "?", "#", ":65536", "//", ".mp4", "猫", "](", "/",
            ],
            LinkProperties.hold)
    }

    @Test func texts() {
        check(
            TextProperties.seeds,
            words: [
                "\u{1b}", "\u{202e}", "%2", "***", "sk-", "?", "https://a/b?", "\\u00", "\u{200d}",
            ],
            TextProperties.hold)
    }

    @Test func videos() {
        check(
            VideoProperties.seeds, words: ["ftyp", "moov", "\0\0\0\u{8}", "\0\0\0\u{1}", "mdat"],
            VideoProperties.hold)
    }

    @Test func ranges() {
        check(
            RangeProperties.seeds,
            words: [
                "-", "/", "9223372036854775807", "bytes ", "\n", "0", "+1", "18446744073709551616",
            ],
            RangeProperties.hold)
    }

    @Test func headers() {
        check(
            HeaderProperties.seeds,
            words: [":", "99999", ":65535", "@", "//", "http", "[", "9", "GMT", "\"", "e999"],
            HeaderProperties.hold)
    }

    @Test func forms() {
        check(
            FormProperties.seeds, words: ["\r\n", "--", "\"", "\\", ";", "--veo-0123456789abcdef"],
            FormProperties.hold)
    }
}
