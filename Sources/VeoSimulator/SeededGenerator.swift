/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A generator of its own for each job, made from what was asked and how often it was asked
    /// before. So jobs that come at once get the same answers in every run, whichever is first.
    init(seed: UInt64, request: UInt64, occurrence: Int) {
        var parent = SeededGenerator(
            seed: seed ^ request ^ (UInt64(occurrence) &* 0xD1B5_4A32_D192_ED03))
        state = parent.next()
    }

    /// FNV-1a (Fowler, Noll, Vo) over the model and the prompt: the same in every process, which
    /// the standard library's hashes are not.
    static func hash(model: String, prompt: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in [model, prompt] {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return hash
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A version 4 UUID (RFC 9562) in lower case.
    mutating func uuid() -> String {
        var text = ""
        text.reserveCapacity(36)
        var bits = (next(), next())
        bits.0 = bits.0 & ~0xF000 | 0x4000
        bits.1 = bits.1 & ~(0b11 << 62) | (0b10 << 62)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { text += "-" }
            let half = index < 16 ? bits.0 : bits.1
            let digit = half >> UInt64(60 - 4 * (index % 16)) & 0xF
            text += String(digit, radix: 16)
        }
        return text
    }

    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

    /// So many digits and letters.
    mutating func text(_ count: Int) -> String {
        var text = ""
        for _ in 0..<count { text.append(Self.alphabet.randomElement(using: &self) ?? "0") }
        return text
    }

    /// A duration of the range, to the millisecond.
    mutating func duration(in range: ClosedRange<Duration>) -> Duration {
        let unit = Duration.milliseconds(1)
        let low = Int64(clamping: range.lowerBound / unit)
        let high = Int64(clamping: range.upperBound / unit)
        return .milliseconds(Int64.random(in: low...max(low, high), using: &self))
    }
}
