import RawServer
import Testing

@testable import VeoClient

@Suite struct ProxySettingsTests {
    private func proxy(_ environment: [String: String], _ url: String) throws -> String? {
        let origin = try #require(Origin(url: url))
        return try ProxySettings(environment: environment).server(for: origin)
            .map { "\($0.host):\($0.port)" }
    }

    @Test(
        arguments: [
            (["HTTPS_PROXY": "http://p:8080"], "p:8080"), (["https_proxy": "p:8080"], "p:8080"),
            (["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2"], "a:1"),
            (["HTTPS_PROXY": "http://p"], "p:3128"), (["ALL_PROXY": "http://p:8080/"], "p:8080"),
            (["HTTP_PROXY": "http://p:8080", "http_proxy": "http://p:8080"], nil),
            (["HTTPS_PROXY": ""], nil), ([:], nil),
            (["ALL_PROXY": "socks5://p:1", "NO_PROXY": "example.com"], nil),
            (["ALL_PROXY": "socks5://p:1", "https_proxy": "p:1"], "p:1"),
            (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"], nil),
            (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "example.com"], nil),
            (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "x.org, .example.com"], nil),
            (["HTTPS_PROXY": "http://p:1", "no_proxy": "*.example.com:443"], nil),
            (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "API.EXAMPLE.COM"], nil),
            (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "example.com:8443"], "p:1"),
            (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "ample.com"], "p:1"),
        ] as [([String: String], String?)])
    func rules(environment: [String: String], expected: String?) throws {
        #expect(try proxy(environment, "https://api.example.com/v1") == expected)
    }

    @Test func plainHTTPAndLoopback() throws {
        #expect(try proxy(["http_proxy": "http://p:1"], "http://box.lan/") == "p:1")
        #expect(try proxy(["HTTP_PROXY": "http://p:1"], "http://box.lan/") == nil)
        for url in ["https://localhost/", "https://127.0.0.1:1/", "https://[::1]/"] {
            #expect(try proxy(["ALL_PROXY": "http://p:1"], url) == nil)
        }
    }

    /// A proxy that cannot be used is no reason to go without one.
    @Test(arguments: [
        ("ALL_PROXY", "socks5://u:geheim@p:1", "names a proxy that speaks socks5"),
        ("HTTPS_PROXY", "https://p:1", "names a proxy that speaks https"),
        ("https_proxy", "SOCKS5H://p:1", "names a proxy that speaks socks5h"),
        ("HTTPS_PROXY", "http://p:99999", "names the port '99999'"),
        ("HTTPS_PROXY", "p:0", "names the port '0'"), ("HTTPS_PROXY", "p:x", "names the port 'x'"),
        ("HTTPS_PROXY", "http://u:geheim@p:99999", "holds no port from 1 to 65535"),
        ("HTTPS_PROXY", "http://", "is no address of a proxy"),
        ("HTTPS_PROXY", "http://p:1/path", "is no address of a proxy"),
        ("HTTPS_PROXY", "a b", "is no address of a proxy"),
    ])
    func whatCannotBeUsed(name: String, value: String, reason: String) async throws {
        let settings = ProxySettings(environment: [name: value])
        try await HTTPTransport.with(proxy: settings) { transport in
            let client = try makeClient(transport, base: "https://api.example.com/v1")
            let error = try await failure { () async throws(ClientError) in
                try await client.create(textRequest)
            }
            #expect(error.code == .setting, "\(error)")
            #expect(error.message.hasPrefix("\(name) \(reason)"), "\(error)")
            #expect(error.delivery == .notSent)
            #expect(!"\(error)".contains("geheim"))
            #expect(throws: UnusableSetting.self) {
                try transport.requireUsable(for: client.configuration.baseURL)
            }
            // This machine is reached without one.
            try transport.requireUsable(for: try BaseURL(parsing: "https://localhost/v1"))
        }
    }

    @Test func credentialsAreNotShown() throws {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://u:geheim@p:1"])
        let origin = try #require(Origin(url: "https://api.example.com/"))
        #expect(try settings.server(for: origin)?.credentials?.password == "geheim")
        #expect(!"\(settings)".contains("geheim"))
    }

    @Test func requestsGoThroughTheProxy() async throws {
        let refuse: @Sendable (RawRequest, Int) -> [RawStep] = { _, _ in
            [.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")]
        }
        try await RawServer.with(refuse) { server in
            let settings = ProxySettings(
                environment: ["HTTPS_PROXY": "http://u:p@127.0.0.1:\(server.port)"])
            try await HTTPTransport.with(proxy: settings) { transport in
                let client = try makeClient(transport, base: "https://api.example.com/v1")
                let error = try await failure { () async throws(ClientError) in
                    try await client.create(textRequest)
                }
                #expect(error.message.contains("the proxy wants a user name"))
                #expect(error.delivery == .notSent)
            }
            let request = try #require(server.requests.first)
            #expect(request.method == "CONNECT")
            #expect(request.target == "api.example.com:443")
            #expect(request.headers["authorization"] == nil)
            #expect(request.headers["proxy-authorization"] == "Basic dTpw")
        }
    }
}
