import Glibc
import NIOSSL
import RawServer
import Testing

@testable import VeoClient

/// Who is spoken to is known by a certificate that an authority vouches for and that names the host.
@Suite struct CertificateTests {
    private static let queued = RawStep.answer(200, #"{"id":"video_1","status":"queued"}"#)

    /// Creates a job at a server with this certificate, under this host name.
    private func create(
        _ tls: NIOSSLContext?, host: String = "localhost", roots: [String: String] = [:],
        proxy: ProxySettings? = nil
    ) async throws -> (result: Result<VideoTask, ClientError>, received: [UInt8], count: Int) {
        try await RawServer.with(tls: tls, { _, _ in Self.queued }) { server in
            try await HTTPTransport.with(
                proxy: proxy, roots: TrustedRoots(environment: roots)
            ) { transport in
                let client = try makeClient(
                    transport, base: "https://\(host):\(server.port)/v1")
                let result: Result<VideoTask, ClientError>
                do throws(ClientError) {
                    result = .success(try await client.create(textRequest))
                } catch { result = .failure(error) }
                return (result, server.received, server.requests.count)
            }
        }
    }

    private func refusal(
        _ tls: NIOSSLContext?, host: String = "localhost", roots: [String: String] = [:]
    ) async throws -> ClientError {
        let (result, _, count) = try await create(tls, host: host, roots: roots)
        #expect(count == 0)
        return try #require(throws: ClientError.self) { try result.get() }
    }

    private func withAuthority<Result>(
        _ body: (TestAuthority, _ roots: [String: String]) async throws -> Result
    ) async throws -> Result {
        try await withTemporaryFolder { folder in
            let authority = TestAuthority()
            try write(Array(authority.pem.utf8), to: folder + "/ca.pem")
            return try await body(authority, ["SSL_CERT_FILE": folder + "/ca.pem"])
        }
    }

    @Test func anAuthorityThatIsNamedIsTrusted() async throws {
        try await withAuthority { authority, roots in
            let folder = ["SSL_CERT_DIR": String(try #require(roots["SSL_CERT_FILE"]).dropLast(7))]
            for (names, host) in [
                ([TestAuthority.Name.host("localhost")], "localhost"),
                ([.host("LocalHost."), .host("x.example")], "localhost"),
                ([.address([127, 0, 0, 1])], "127.0.0.1"),
            ] {
                for roots in [roots, folder] {
                    let tls = try authority.server(names)
                    let (result, _, count) = try await create(tls, host: host, roots: roots)
                    #expect(try result.get().id == "video_1")
                    #expect(count == 1)
                }
            }
        }
    }

    /// Tried once, nothing sent, and in words for people.
    @Test func whatIsNotTrustedIsSaidInWords() async throws {
        let (past, future) = (
            ("200101000000Z", "210314000000Z"), ("480101000000Z", "490101000000Z")
        )
        let host = [TestAuthority.Name.host("localhost")]
        try await withAuthority { authority, roots in
            for (tls, roots, reason) in [
                (try authority.server(host, times: past), roots, "it expired on 2021-03-14"),
                (
                    try authority.server(host, times: future), roots,
                    "it is not valid before 2048-01-01"
                ),
                (
                    try authority.server(host, isSelfSigned: true), roots,
                    "it is self-signed: no authority vouches for it"
                ),
                (
                    try authority.server(host), [:],
                    "no authority that this machine trusts vouches for it"
                ),
                (
                    try TestAuthority("Another").server(host), roots,
                    "no authority that this machine trusts vouches for it"
                ),
                (try authority.server([.host("other.example")]), roots, "it is for another host"),
                (try authority.server([.host("*.example")]), roots, "it is for another host"),
            ] {
                let error = try await refusal(tls, roots: roots)
                #expect(error.code == .certificate, "\(reason): \(error)")
                #expect(error.message.hasSuffix(" is not trusted: \(reason)"), "\(error)")
                #expect(error.delivery == .notSent)
                #expect(!error.message.contains("tries"))
                #expect(!"\(error)".contains("/work") && !"\(error)".contains("SSL routines"))
            }
        }
    }

    /// A certificate for the address of the peer, or of the proxy, is none for a name.
    @Test func anAddressIsNoName() async throws {
        try await withAuthority { authority, roots in
            let tls = try authority.server([.address([127, 0, 0, 1])])
            let error = try await refusal(tls, roots: roots)
            #expect(error.code == .certificate)
            #expect(error.message.hasSuffix("it is for another host"))

            let respond: @Sendable (RawRequest, Int) -> [RawStep] = { request, _ in
                request.method == "CONNECT"
                    ? [.secure(tls, behind: "HTTP/1.1 200 Connected\r\n\r\n"), .next] : Self.queued
            }
            for host in ["gateway.test", "192.0.2.1"] {
                try await RawServer.with(respond) { proxy in
                    let settings = ProxySettings(environment: ["https_proxy": proxy.origin])
                    try await HTTPTransport.with(
                        proxy: settings, roots: TrustedRoots(environment: roots)
                    ) { transport in
                        let client = try makeClient(transport, base: "https://\(host)/v1")
                        let error = try await failure { () async throws(ClientError) in
                            try await client.create(textRequest)
                        }
                        #expect(error.code == .certificate, "\(error)")
                        #expect(error.delivery == .notSent)
                    }
                    #expect(proxy.requests.map(\.method) == ["CONNECT"])
                    #expect(!String(decoding: proxy.received, as: UTF8.self).contains("Bearer"))
                }
            }
        }
    }

    @Test func aServerWithoutTLS() async throws {
        let error = try await refusal(nil)
        #expect(error.code == .connection, "\(error)")
        #expect(!error.message.contains("/work") && !error.message.contains("NIOSSL"), "\(error)")
        #expect(error.delivery == .notSent)
        #expect(
            CertificateProbe.words(
                NIOSSLError.handshakeFailed(.sslError([])) as any Error) == "the handshake failed")
    }

    @Test func rootsThatCannotBeUsed() async throws {
        try await withTemporaryFolder { folder in
            try write([], to: folder + "/empty")
            try write(Array("hello".utf8), to: folder + "/text")
            mkfifo(folder + "/pipe", 0o600)
            mkdir(folder + "/none", 0o700)
            defer { rmdir(folder + "/none") }
            for (name, path, reason) in [
                ("SSL_CERT_FILE", "gone", "cannot be read: No such file or directory"),
                ("SSL_CERT_FILE", "empty", "which is empty"),
                ("SSL_CERT_FILE", "text", "which holds no certificate in the PEM form"),
                ("SSL_CERT_FILE", "pipe", "cannot be read: it is no plain file"),
                ("SSL_CERT_FILE", "none", "cannot be read: it is no plain file"),
                ("SSL_CERT_DIR", "none", "holds no certificate"),
                ("SSL_CERT_DIR", "gone", "cannot be read: No such file or directory"),
            ] {
                let error = try await refusal(nil, roots: [name: "\(folder)/\(path)"])
                #expect(error.code == .setting, "\(error)")
                #expect(error.message.hasPrefix("\(name) names '\(folder)/\(path)'"))
                #expect(error.message.hasSuffix(reason), "\(error)")
                #expect(error.delivery == .notSent)
            }
        }
    }

    @Test(arguments: [
        ("example.com", "example.com", true), ("EXAMPLE.com.", "example.com", true),
        ("*.example.com", "a.example.com", true), ("*.example.com", "a.b.example.com", false),
        ("*.example.com", "example.com", false), ("*.com", "example.com", false),
        ("a*.example.com", "ab.example.com", false), ("*", "localhost", false),
        ("", "", false), ("*.example.com", ".example.com", false),
    ])
    func names(name: String, host: String, isGood: Bool) {
        #expect(CertificateName.matches(Array(name.utf8), host) == isGood)
    }
}
