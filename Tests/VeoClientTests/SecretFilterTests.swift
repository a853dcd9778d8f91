import RawServer
import Testing

@testable import VeoClient

/// The key never comes back, in whatever form a server echoes it.
@Suite struct SecretFilterTests {
    private static let filter: SecretFilter = {
        guard let key = try? APIKey(testSecret) else { preconditionFailure("a good key") }
        return SecretFilter(key)
    }()

    private static func percent(_ text: String) -> String {
        text.utf8.map { "%" + hexadecimal([$0]) }.joined()
    }

    private static let middle = testSecret.index(testSecret.startIndex, offsetBy: 9)

    static let echoes: [String] = {
        let head = String(testSecret[..<middle])
        let tail = String(testSecret[middle...])
        let percentTwice = percent(testSecret).replacing("%", with: "%25")
        var echoes = [
            testSecret, "Bearer \(testSecret)", percentEncodedSegment(testSecret),
            percentEncodedSegment(testSecret).lowercased(), percent(testSecret), percentTwice,
            "\(head)\n\(tail)", "\(head)\r\n  \(tail)", "\(head)\"\n \"\(tail)",
            "\(head)\u{200b}\(tail)", "\(head)\\\n\(tail)",
            "\(head)%0d%0a\(tail)", hexadecimal(testSecret.utf8),
            hexadecimal(testSecret.utf8).uppercased(),
            testSecret.map(String.init).joined(separator: " "),
        ]
        for prefix in ["", "a", "ab", "Bearer ", "user:"] {
            let encoded = base64(Array((prefix + testSecret + "!").utf8))
            echoes += [
                encoded, encoded.replacing("+", with: "-").replacing("/", with: "_"),
                encoded.replacing("=", with: ""),
                encoded.prefix(20) + "\n" + encoded.dropFirst(20),
            ]
        }
        return echoes
    }()

    @Test(arguments: echoes)
    func isRedacted(echo: String) {
        #expect(Self.filter.contains(in: echo))
        let shown = Self.filter.visible("bad key (\(echo)), try again")
        #expect(shown.hasPrefix("bad key ("), "\(shown)")
        #expect(shown.hasSuffix("), try again"), "\(shown)")
        #expect(shown.contains("***"))
        // No six characters of the echo are left.
        let kept = shown.dropFirst(9).dropLast(12)
        #expect(kept.count <= 12, "\(shown)")
    }

    @Test(arguments: ["", "sk-other", "a %20 b %zz %", "video_9c4e4872-3cd2", "猫 \u{1b}[2J"])
    func otherTextStays(text: String) {
        #expect(!Self.filter.contains(in: text))
        #expect(Self.filter.redacted(text) == text)
    }

    /// Through the client: the echo is nowhere in the error, whatever field holds it.
    @Test(arguments: [400, 401, 404, 500])
    func noErrorHoldsIt(status: Int) async throws {
        for echo in Self.echoes {
            let body =
                "{\"error\":{\"message\":\(jsonLiteral("no " + echo)),"
                + "\"code\":\(jsonLiteral(echo)),\"type\":\(jsonLiteral(echo))}}"
            let steps = RawStep.answer(status, body, headers: ["X-Echo: x"])
            try await withGateway({ _, _ in steps }) { client, _ in
                let error = try await failure { () async throws(ClientError) in
                    try await client.create(textRequest)
                }
                let text = "\(error) \(error.apiCode ?? "")"
                #expect(!Self.filter.contains(in: text), "\(text)")
                #expect(text.contains("***"))
            }
        }
    }
}

@Suite struct HostileTextTests {
    @Test func oneCharacterOfManyScalarsIsCut() {
        let zalgo = "a" + String(repeating: "\u{301}", count: 100_000)
        #expect(TextFilter.visible(zalgo, limit: 50).unicodeScalars.count == 51)
    }

    @Test(arguments: [
        "\u{1b}]0;x\u{7}", "\u{9b}2J", "a\u{202e}b", "\u{2066}", "\u{feff}", "\r\n", "\u{2028}",
        "\u{e0041}", "\0",
    ])
    func becomesVisible(text: String) {
        let shown = TextFilter.visible(text)
        #expect(shown.unicodeScalars.allSatisfy { !TextFilter.isHidden($0) })
        #expect(shown.contains("\\u{"))
    }

    @Test func jsonHasLimits() {
        let deep = String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
        let wide = "[" + Array(repeating: "[]", count: 20_001).joined(separator: ",") + "]"
        for text in [deep, wide, "\"" + String(repeating: "x", count: 1 << 20) + "\""] {
            #expect(JSONValue(text) == nil)
        }
        #expect(JSONValue("\"" + String(repeating: ",[", count: 30_000) + "\"") != nil)
        #expect(JSONValue(String(deep.dropFirst().dropLast())) != nil)
    }

    @Test func headersHaveALimit() async throws {
        let fields = (0..<20).map { "X-\($0): " + String(repeating: "y", count: 4_000) }
        try await withGateway({ _, _ in RawStep.answer(200, "{}", headers: fields) }) { client, _ in
            let error = try await failure { () async throws(ClientError) in
                try await client.status(of: "video_1")
            }
            #expect(error.code == .tooLarge)
            #expect(error.message.contains("65,536 bytes"))
        }
    }
}
