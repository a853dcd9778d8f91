/// The key of all tests; no test may find it in any text.
let testSecret = "sk-test+secret/0123456789"

/// Made-up bytes, read as a few choices and what is left.
///
/// The files of this folder are part of the tests and of the fuzzers of `Scripts/fuzz`, which
/// compiles them into one module with what they check. A property that does not hold traps.
struct FuzzInput {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    /// The next byte, zero behind the last one.
    mutating func byte() -> Int { Int(bytes.popFirst() ?? 0) }

    /// The next bytes, as many as the byte before them says.
    mutating func field() -> [UInt8] {
        let count = min(byte(), bytes.count)
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }

    var rest: [UInt8] { Array(bytes) }

    /// The bytes in pieces whose lengths follow from a number; all in one for zero.
    static func pieces(_ bytes: [UInt8], by number: Int) -> [ArraySlice<UInt8>] {
        guard number > 0 else { return [bytes[...]] }
        var state = UInt64(number)
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Mostly single bytes, so that every place is cut soon.
            let length = state >> 60 < 8 ? 1 : Int(state >> 59)
            let end = min(bytes.count, start + max(length, 1))
            pieces.append(bytes[start..<end])
            start = end
        }
        return pieces
    }
}
