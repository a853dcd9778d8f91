import Testing

@testable import VeoClient

@Suite struct ValueTests {
    @Test(arguments: [
        ("0.15", 1_500, "$0.15"), ("2", 20_000, "$2.00"), ("0.0015", 15, "$0.0015"),
        ("12.3", 123_000, "$12.30"), ("0", 0, "$0.00"),
        ("999999999", 9_999_999_990_000, "$999999999.00"),
    ])
    func moneyReads(text: String, units: Int, shown: String) {
        #expect(Money(text)?.tenThousandths == units)
        #expect(Money(text)?.description == shown)
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "-1", "+1", "1.23456", " 1", "1e3", "1.2.3", "1234567890", "١",
    ])
    func moneyRefuses(text: String) {
        #expect(Money(text) == nil)
    }

    @Test func moneyCounts() throws {
        let price = try #require(Money("0.15"))
        #expect((price * 10 + Money(tenThousandths: 1)).description == "$1.5001")
        #expect(Money.zero < price)
        #expect(Money(tenThousandths: -1_500).description == "-$0.15")
    }

    @Test func catalogHasTheEightModels() {
        let names = ModelCatalog.standard.models.map(\.name)
        #expect(
            names == [
                "veo-3.1", "veo-3.1-fl", "veo-3.1-fast", "veo-3.1-fast-fl", "veo-3.1-landscape",
                "veo-3.1-landscape-fl", "veo-3.1-landscape-fast", "veo-3.1-landscape-fast-fl",
            ])
        let model = ModelCatalog.standard["veo-3.1-landscape-fast-fl"]
        #expect(model?.aspect == .landscape)
        #expect(model?.speed == .fast)
        #expect(model?.imageInput == 0...2)
        #expect(model?.wantsImages == true)
        #expect(model?.price == Money("0.15"))
        #expect(ModelCatalog.standard["veo-3.1"]?.price == Money("0.25"))
        #expect(ModelCatalog.standard["veo-3.1"]?.takesImages == false)
    }

    @Test func catalogReplacesByName() {
        var catalog = ModelCatalog.standard
        catalog.add(
            VideoModel(
                name: "veo-3.1", aspect: .portrait, speed: .standard, imageInput: 0...0,
                price: Money("1.2")))
        #expect(catalog.models.count == 8)
        #expect(catalog["veo-3.1"]?.price == Money("1.2"))
    }

    @Test(arguments: [
        ("https://api.example.com/v1", "https://api.example.com/v1"),
        ("https://api.example.com/v1/", "https://api.example.com/v1"),
        ("HTTPS://API.example.com:8443/x/v1", "HTTPS://API.example.com:8443/x/v1"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("http://localhost:8080/v1", "http://localhost:8080/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ])
    func baseURLReads(text: String, shown: String) throws {
        let url = try BaseURL(parsing: text)
        #expect(url.description == shown)
        #expect(url.url(path: "/videos") == shown + "/videos")
    }

    @Test func originIsNormal() throws {
        #expect(
            try BaseURL(parsing: "HTTPS://API.Example.com/v1").origin
                == Origin(scheme: "https", host: "api.example.com", port: 443))
        #expect(BaseURL.standard.origin == (try BaseURL(parsing: "\(BaseURL.standard)")).origin)
    }

    @Test(arguments: [
        ("http://example.com/v1", "plain http would send the key in clear to 'example.com'"),
        ("http://127.0.0.1.example.com/v1", "plain http would send the key in clear"),
        ("https://example.com", "the base URL 'https://example.com' does not end in /v1"),
        ("https://example.com/v1?x=1", "must not hold a query"),
        ("https://user:geheim@example.com/v1", "must not hold a user name"),
        ("ftp://example.com/v1", "is not an https address"),
        ("example.com/v1", "is not an https address"),
        ("https://exa mple.com/v1", "is not an https address"),
        ("", "is not an https address"),
    ])
    func baseURLRefuses(text: String, message: String) throws {
        let error = try #require(throws: BaseURLError.self) { try BaseURL(parsing: text) }
        #expect(error.message.contains(message))
        #expect(!error.message.contains("geheim"))
    }

    @Test func plainHTTPIsAllowedByName() throws {
        let url = try BaseURL(parsing: "http://box.lan:80/v1", plainHTTPHosts: ["box.lan"])
        #expect(url.origin.port == 80)
    }

    @Test func keyIsNeverShown() throws {
        let key = try APIKey("  \(testSecret)\r\n")
        #expect(key.secret == testSecret)
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\([key])"] {
            #expect(!text.contains("secret"))
        }
    }

    @Test(arguments: [
        "", " \n", "two words", "sk\r\nX-Evil: 1", "sk-\u{7}", "ключ",
        String(repeating: "k", count: 4_097), "\"sk-1234567890\"", "'sk-1234567890'",
        "sk-1234567890\"",
        "\u{201C}sk-1234567890\u{201D}", "\u{FEFF}sk-1234567890", "Bearer sk-1234567890",
        "VEO_API_KEY=sk-1234567890", "sk-12345\u{A0}67890", "sk-\u{0301}1234567890", "s\0k\0-\0",
    ])
    func keyRefuses(text: String) throws {
        let error = try #require(throws: APIKeyError.self) { try APIKey(text) }
        #expect(!error.message.contains("Evil"))
        #expect(!(error.message + error.help).contains("1234567890"))
        #expect(!error.help.isEmpty)
    }

    /// Some keys end in `=`, and hold quotes nowhere.
    @Test(arguments: ["QUJDREVG=", "ABC==", "sk-a_b.c~d+e/f="])
    func keyTakes(text: String) throws {
        #expect(try APIKey(text).secret == text)
    }

    @Test func aKeyIsFoundByItsBytes() throws {
        let key = try APIKey(testSecret)
        #expect(key.isIn("a \(testSecret)\u{0301} cat"))
        #expect(!key.isIn(String(testSecret.dropLast())))
        #expect(try !APIKey("short").isIn("a short key"))
    }

    @Test(arguments: [
        ("a\u{1b}[31mb", "a\\u{1b}[31mb"), ("a\u{202e}b", "a\\u{202e}b"),
        ("a\u{2028}b\u{85}", "a\\u{2028}b\\u{85}"), ("橘色小猫 🏃‍♀️ é", "橘色小猫 🏃‍♀️ é"),
        ("line\r\nend\t", "line\\u{d}\\u{a}end\\u{9}"),
    ])
    func textFilterShows(text: String, shown: String) {
        #expect(TextFilter.visible(text) == shown)
    }

    @Test func textFilterCuts() {
        #expect(TextFilter.visible("abcdef", limit: 3) == "abc…")
        #expect(TextFilter.visible("abc", limit: 3) == "abc")
    }

    @Test func secretIsRemovedInEachForm() throws {
        let filter = SecretFilter(try APIKey(testSecret))
        let base64Form = base64(Array(testSecret.utf8))
        let echo =
            "\(testSecret) sk-test%2Bsecret%2F0123456789 sk-test%2bsecret%2f0123456789 \(base64Form)"
        #expect(filter.redacted(echo) == "*** *** *** ***")
        #expect(filter.visible("x\(testSecret)", limit: 3) == "x**…")
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
    ])
    func base64OfTheStandard(text: String, encoded: String) {
        #expect(base64(Array(text.utf8)) == encoded)
    }

    @Test(arguments: [
        ("video_1-2~3", "video_1-2~3"), ("a/b?c#d", "a%2Fb%3Fc%23d"), ("..", "%2E%2E"),
        ("a=+/é", "a%3D%2B%2F%C3%A9"), ("v.1", "v.1"),
    ])
    func idsAreEncoded(id: String, encoded: String) {
        #expect(percentEncodedSegment(id) == encoded)
    }
}
