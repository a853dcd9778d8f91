import RawServer
import Testing

@testable import VeoClient

@Suite struct ProxySettingsTests {
    private func proxy(_ environment: [String: String], _ url: String) throws -> String? {
        let origin = try #require(Origin(url: url))
        return ProxySettings(environment: environment).server(for: origin)
            .map { "\($0.host):\($0.port)" }
    }

    @Test(
        arguments: [
            (["HTTPS_PROXY": "http://p:8080"], "p:8080"), (["https_proxy": "p:8080"], "p:8080"),
            (["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2"], "a:1"),
            (["HTTPS_PROXY": "http://p"], "p:3128"), (["ALL_PROXY": "http://p:8080/"], "p:8080"),
            (["HTTP_PROXY": "http://p:8080", "http_proxy": "http://p:8080"], nil),
            (["HTTPS_PROXY": "socks5://p:1"], nil), (["HTTPS_PROXY": ""], nil), ([:], nil),
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

    @Test func credentialsAreNotShown() {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://u:geheim@p:1"])
        #expect(settings.https?.credentials?.password == "geheim")
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
