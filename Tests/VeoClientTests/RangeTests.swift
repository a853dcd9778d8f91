import NIOHTTP1
import Testing

@testable import VeoClient

/// The numbers of headers are those of a server, which may be anything.
@Suite struct RangeTests {
    private static let extremes: [String] = [
        "", "0", "-0", "1", "-1", "+1", "1e3", "0x10", "99", "100", "101", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616",
        "99999999999999999999", "٣", "1 ", " 1", "1\u{0}", "1,1", "*",
    ]

    /// Every mixture of them: no trap, and never another range than the one asked for.
    @Test func extremesMakeNoRange() {
        let resumption = Resumption(offset: 99, tag: "\"a\"")
        var good = 0
        for first in Self.extremes {
            for last in Self.extremes {
                for total in Self.extremes {
                    for length in ["", "1", "-1", "9223372036854775807", "0"] {
                        var headers = HTTPHeaders([
                            ("Content-Range", "bytes \(first)-\(last)/\(total)")
                        ])
                        if !length.isEmpty { headers.add(name: "Content-Length", value: length) }
                        guard let found = resumption.total(in: headers) else { continue }
                        good += 1
                        #expect(naturalNumber(first) == 99 && naturalNumber(total) == found)
                        #expect(naturalNumber(last) == found - 1)
                        #expect(length.isEmpty || naturalNumber(length) == found - 99)
                    }
                }
            }
        }
        #expect(good > 0)
    }

    @Test func lengths() {
        func length(_ values: String...) -> Int64? {
            Resumption.length(in: HTTPHeaders(values.map { ("Content-Length", $0) }))
        }
        #expect(length() == nil)
        #expect(length("5") == 5)
        #expect(length("5", "5") == 5)
        #expect(length("9223372036854775807") == .max)
        #expect(length("5", "6") == nil)
        for text in Self.extremes where naturalNumber(text) == nil && text.first != " " {
            #expect(length(text) == nil || text == "1 ", "\(text)")
        }
    }

    /// A date is compared with that of the same clock.
    @Test func datesOfAWrongClock() {
        let headers = HTTPHeaders([
            ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"),
        ])
        #expect(RetryAfter.wish(in: headers, now: 1_800_000_000) == .seconds(30))
        let alone = HTTPHeaders([("Retry-After", "Sun, 06 Nov 9999 08:50:07 GMT")])
        #expect(RetryAfter.wish(in: alone, now: .max - 1) == .zero)
        #expect(RetryAfter.wish(in: alone, now: 0).map { $0 > .seconds(1_000) } == true)
        for text in ["NaN", "inf", "-5", "1e308", "1e400", "9223372036854775808"] {
            #expect(RetryAfter.wish(in: HTTPHeaders([("Retry-After", text)]), now: 0) == nil)
        }
    }

    @Test func spellingsOfAGateway() throws {
        let same = [
            "https://api.example.com/v1", "https://API.example.com/v1/",
            "HTTPS://api.example.com:443/v1", "https://api.example.com./v1",
        ].map { try? BaseURL(parsing: $0) }
        #expect(Set(same.map { $0?.canonical }) == ["https://api.example.com:443/v1"])
        #expect(Set(same).count == 1)
        let here = ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"].map {
            try? BaseURL(parsing: "http://\($0):8080/v1")
        }
        #expect(Set(here.map { $0?.canonical }) == ["http://127.0.0.1:8080/v1"])
        for other in [
            "https://api2.example.com/v1", "https://api.example.com:8443/v1",
            "https://api.example.com/openai/v1",
        ] {
            let base = try BaseURL(parsing: other)
            #expect(base != same[0])
        }
        // The key goes by the exact origin, whatever is found in a history.
        let key = OriginKey(
            try APIKey(testSecret), for: try BaseURL(parsing: "http://localhost:8080/v1"))
        #expect(key.authorization(for: "http://127.0.0.1:8080/v1/videos") == nil)
        #expect(key.authorization(for: "http://localhost:8080/v1/videos") != nil)
    }

    @Test func basesWithImpossiblePorts() throws {
        for port in ["99999", "65536", "0", "-1", "18446744073709551617", "8O"] {
            let text = "https://api.example.com:\(port)/v1"
            let error = try #require(throws: BaseURLError.self) { try BaseURL(parsing: text) }
            #expect(error.message == "'\(port)' is no port", "\(error)")
            // A history that holds one can be read.
            let stored = try #require(BaseURL(stored: text))
            #expect(stored.description == text)
            #expect(stored.canonical == text)
            #expect(Origin(url: stored.url(path: "/videos")) == nil)
        }
        #expect(
            BaseURL(stored: "http://box.lan:8080/v1")?.origin
                == Origin(scheme: "http", host: "box.lan", port: 8080))
    }
}
