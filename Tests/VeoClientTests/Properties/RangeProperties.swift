#if !FUZZING
    @testable import VeoClient
#endif

/// The numbers by which a download goes on: never another range than the one asked for.
enum RangeProperties {
    /// The input is the offset, in three bytes, and then the fields, parted by line ends: the first
    /// is a `Content-Range`, the others are lengths. True for the range that was asked for.
    static func hold(for bytes: [UInt8]) -> Bool {
        var input = FuzzInput(bytes)
        let offset = Int64(input.byte() << 16 | input.byte() << 8 | input.byte())
        let fields = String(decoding: input.rest, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let lengths = Array(fields.dropFirst())
        if let length = HeaderNumbers.length(lengths) { precondition(length >= 0, "a length") }
        guard
            let total = HeaderNumbers.total(
                ofRange: Array(fields.prefix(1)), from: offset, lengths: lengths)
        else { return false }
        precondition(total > offset, "the rest is empty")
        let digits = fields[0].filter { $0.isNumber || "-/".contains($0) }
        precondition(
            digits.split(separator: "/").last.flatMap { Int64($0) } == total, "another total")
        precondition(
            lengths.isEmpty || HeaderNumbers.length(lengths) == total - offset, "another length")
        return true
    }

    static let seeds: [[UInt8]] = [
        "bytes 99-199/200", "bytes 99-199/200\n101", "BYTES 99-199/200\n101\n101",
        "bytes 98-199/200",
        "bytes 99-9223372036854775806/9223372036854775807", "bytes */200", "",
        "bytes 99-199/200\n9223372036854775807", "bytes 99-5/-9223372036854775808",
    ].map { [0, 0, 99] + Array($0.utf8) }
}
