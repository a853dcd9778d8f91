import Testing

@testable import VeoClient

@Suite struct EventStreamDecoderTests {
    /// Decodes pieces and the end.
    private func decode(_ pieces: [[UInt8]]) throws -> [String] {
        var decoder = EventStreamDecoder()
        var events: [String] = []
        for piece in pieces { events += try decoder.feed(piece).map(\.data) }
        if let last = try decoder.finish() { events.append(last.data) }
        return events
    }

    private let sample =
        "\u{feff}: PING\n\ndata: {\"进度\":\"猫\"}\r\n\r\nid: 7\r\rdata:a\rdata: b\r\r"
        + "event: ping\ndata\n\n:\n\nretry: 10\nfoo: bar\ndata: : OPENROUTER PROCESSING\n\n"
        + "data:  two\n\ndata: [DONE]\n\n"
    private let expected = ["{\"进度\":\"猫\"}", "a\nb", "two", "[DONE]"]

    @Test func eachSplitGivesTheSame() throws {
        let bytes = Array(sample.utf8)
        for index in bytes.indices {
            #expect(
                try decode([Array(bytes[..<index]), Array(bytes[index...])]) == expected,
                "split at \(index)")
        }
        #expect(try decode(bytes.map { [$0] }) == expected)
    }

    @Test(arguments: [
        ("data: x", ["x"]), ("data: x\n", ["x"]), ("data: x\ndata: y", ["x\ny"]), ("", []),
        (": only\n", []), ("data:\n\n", []), ("data\n\n", []), ("id: 1\n\n: ping\n\n", []),
        ("DATA: x\n\n", []), ("\n\n\ndata: x\n\n", ["x"]),
    ])
    func endsAndOddities(text: String, events: [String]) throws {
        #expect(try decode([Array(text.utf8)]) == events)
    }

    @Test func limitsAreSaid() throws {
        var decoder = EventStreamDecoder()
        let error = try #require(throws: EventStreamLimit.self) {
            try decoder.feed([UInt8](repeating: 120, count: EventStreamDecoder.lineByteLimit + 1))
        }
        #expect(error.reason.contains("1048576 bytes"))
        var second = EventStreamDecoder()
        let line = Array("data: ".utf8) + [UInt8](repeating: 120, count: 900_000) + [10]
        #expect(throws: EventStreamLimit.self) {
            for _ in 0..<3 { _ = try second.feed(line) }
        }
    }
}
