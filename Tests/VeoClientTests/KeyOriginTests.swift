import RawServer
import Testing

@testable import VeoClient

/// The key arrives only at the origin of base-url, wherever a redirect or a link leads.
@Suite struct KeyOriginTests {
    static let codes = [301, 302, 303, 307, 308]

    /// Where a redirect may lead that is not the origin of base-url, or looks as if it were not.
    enum Target: CaseIterable {
        case otherHost
        case otherPort
        case otherScheme
        case otherName
        case userInfo
        case userInfoOfTheGateway
        case same

        func url(gateway: RawServer, otherHost: RawServer, otherPort: RawServer) -> String {
            switch self {
            case .otherHost: "\(otherHost.origin)/landing"
            case .otherPort: "\(otherPort.origin)/landing"
            case .otherScheme: "https://127.0.0.1:\(gateway.port)/landing"
            case .otherName: "http://localhost:\(gateway.port)/landing"
            case .userInfo: "http://user:word@\(otherPort.host):\(otherPort.port)/landing"
            case .userInfoOfTheGateway:
                "http://127.0.0.1:\(gateway.port)@\(otherPort.host):\(otherPort.port)/landing"
            case .same: "\(gateway.origin)/landing"
            }
        }
    }

    static let steps: [ClientError.Step] = [.create, .status, .chat, .download]

    /// 5 codes × 7 targets × 4 calls against real servers.
    @Test(arguments: codes)
    func redirects(code: Int) async throws {
        let landing: @Sendable (RawRequest, Int) -> [RawStep] = { _, _ in
            RawStep.answer(200, bytes: sampleMP4, type: "video/mp4")
        }
        let location = Collector<String>()
        let gateway: @Sendable (RawRequest, Int) -> [RawStep] = { request, number in
            request.target == "/landing"
                ? landing(request, number)
                : RawStep.answer(code, "", headers: ["Location: \(location.values.last ?? "")"])
        }
        try await RawServer.with(landing) { otherPort in
            try await withGateway(gateway) { client, server in
                // The same port on another address of this machine.
                try await RawServer.with(host: "127.0.0.2", port: server.port, landing) { host in
                    for target in Target.allCases {
                        location.add(
                            target.url(gateway: server, otherHost: host, otherPort: otherPort))
                        for step in Self.steps { try await Self.call(step, client) }
                    }
                    #expect(Self.isWithoutKey(host.received))
                    #expect(host.requests.map(\.target) == ["/landing"])
                }
                #expect(Self.isWithoutKey(otherPort.received))
                #expect(otherPort.requests.map(\.target) == ["/landing"])
                let redirected = server.requests.filter { $0.target == "/landing" }
                // Under its other name, and at the origin itself.
                #expect(redirected.count == 2)
                #expect(redirected.allSatisfy { $0.headers["authorization"] == nil })
                #expect(server.requests.contains { $0.headers["authorization"] != nil })
            }
        }
    }

    /// A gateway by name, with all else that the names below it could be: one proxy sees where
    /// each request goes.
    @Test(arguments: codes)
    func redirectsBetweenNames(code: Int) async throws {
        for target in [
            "http://cdn.gateway.test", "http://test", "http://gateway.test.evil.test",
            "http://gateway.test:8080", "http://evil.test", "https://gateway.test",
        ] {
            let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
                if request.method == "CONNECT" {
                    return [.send("HTTP/1.1 200 Connected\r\n\r\n"), .next]
                }
                return request.target.hasSuffix("/landing")
                    ? RawStep.answer(200, bytes: sampleMP4, type: "video/mp4")
                    : RawStep.answer(code, "", headers: ["Location: \(target)/landing"])
            }
            try await RawServer.with(respond) { proxy in
                let settings = ProxySettings(environment: ["all_proxy": proxy.origin])
                try await HTTPTransport.with(proxy: settings) { transport in
                    let base = try BaseURL(
                        parsing: "http://gateway.test/v1", plainHTTPHosts: ["gateway.test"])
                    let client = GatewayClient(
                        http: transport,
                        configuration: GatewayConfiguration(
                            baseURL: base, key: try APIKey(testSecret), retry: quickRetry))
                    for step in Self.steps { try await Self.call(step, client) }
                }
                let withKey = proxy.requests.filter { $0.headers["authorization"] != nil }
                #expect(withKey.count >= Self.steps.count, "\(target)")
                #expect(withKey.allSatisfy { $0.headers["host"] == "gateway.test" })
                #expect(withKey.allSatisfy { $0.target.hasPrefix("/v1/") })
                #expect(
                    proxy.requests.allSatisfy {
                        $0.method != "CONNECT" || $0.headers["authorization"] == nil
                    })
                // Where the download was led to, tried and over.
                let name = target.split(separator: "/")[1]
                #expect(
                    proxy.requests.contains { request in
                        request.method == "CONNECT" ? request.target.hasPrefix(name) : false
                    }, "\(target): \(proxy.requests.map(\.target))")
            }
        }
    }

    /// The server itself puts the key into the address that it leads to.
    @Test func addressesWithTheKey() async throws {
        let form = percentEncodedSegment(testSecret)
        for path in ["/\(form)", "/x?auth=\(form)", "/x?auth=\(base64(Array(testSecret.utf8)))"] {
            try await RawServer.with({ _, _ in RawStep.answer(404, "") }) { other in
                let address = other.origin + path
                let answers = [
                    RawStep.redirect(address), RawStep.answer(200, #"{"url":"\#(address)"}"#),
                    RawStep.answer(200, #"{"id":"1","status":"completed","url":"\#(address)"}"#),
                ]
                for answer in answers {
                    try await withGateway({ _, _ in answer }) { client, _ in
                        try await Self.call(.download, client)
                    }
                }
                #expect(other.received.isEmpty, "\(path)")
            }
        }
    }

    /// A link of an answer needs no redirect to lead elsewhere.
    @Test func links() async throws {
        let video = RawStep.answer(200, bytes: sampleMP4, type: "video/mp4")
        try await RawServer.with({ _, _ in video }) { other in
            try await withGateway({ _, _ in video }) { client, server in
                try await withTemporaryFolder { folder in
                    for target in Target.allCases where target != .otherScheme {
                        let text = target.url(gateway: server, otherHost: other, otherPort: other)
                        guard
                            let link = VideoLink(
                                text, relativeTo: client.configuration.baseURL)
                        else { continue }
                        try await client.download(
                            .links([link], id: nil), toPart: folder + "/a.part"
                        ).discard()
                    }
                }
                #expect(Self.isWithoutKey(other.received))
                // At its own name the gateway may want the key; under another it does not get it.
                let withKey = server.requests.filter { $0.headers["authorization"] != nil }
                #expect(withKey.count == 1)
                #expect(withKey.allSatisfy { $0.headers["host"]?.hasPrefix("127.0.0.1") == true })
            }
        }
    }

    /// What one reader of addresses takes for the gateway and another one does not.
    @Test(arguments: [
        "http://gateway.test:80@evil.test/", "http://gateway.test\\@evil.test/",
        "http://gateway.test.evil.test/v1", "http://gateway.testevil/v1", "http://gateway.test",
        "http://evil.test/?http://gateway.test/", "http://evil.test#@gateway.test/",
        "http://gateway.test:8080/v1", "https://gateway.test/v1", "HTTP://gateway.test/v1",
        "http://GATEWAY.test/v1", "http://gateway%2Etest/v1", "http:gateway.test/v1",
        "//gateway.test/v1", "http:///gateway.test/v1", "http://gateway.test:0080/v1",
        "http://[::1]/v1", " http://gateway.test/v1", "http://gateway.test%00.evil.test/",
    ])
    func strangeAddressesGetNoKey(url: String) throws {
        let base = try BaseURL(
            parsing: "http://gateway.test/v1", plainHTTPHosts: ["gateway.test"])
        let key = OriginKey(try APIKey(testSecret), for: base)
        #expect(key.authorization(for: url) == nil)
        #expect(key.authorization(for: "http://gateway.test/v1/videos?x=1") != nil)
        #expect(!"\(key)".contains(testSecret))
    }

    /// Makes the call, whatever becomes of it.
    private static func call(_ step: ClientError.Step, _ client: GatewayClient) async throws {
        try await withTemporaryFolder { folder in
            do {
                switch step {
                case .create: _ = try await client.create(textRequest)
                case .status: _ = try await client.status(of: "video_1")
                case .chat: _ = try await client.generate(chatRequest)
                case .download:
                    try await client.download(.content(id: "1"), toPart: folder + "/a.part")
                        .discard()
                }
            } catch {
                #expect(!"\(error)".contains(testSecret))
            }
        }
    }

    /// The key as it is, or in the Base64 of a password.
    private static func isWithoutKey(_ bytes: [UInt8]) -> Bool {
        let forms =
            [testSecret]
            + (0..<3).map { offset in
                let text = base64([UInt8](repeating: 0, count: offset) + Array(testSecret.utf8))
                return String(text.dropFirst(4).dropLast(4))
            }
        return forms.allSatisfy { bytes.firstRange(of: Array($0.utf8)) == nil }
    }
}
