import Crypto
import NIOSSL

@testable import VeoClient

/// An authority that exists for one test, and the certificates that it gives (RFC 5280).
struct TestAuthority {
    enum Name {
        case host(String)
        case address([UInt8])
    }

    /// Ten years before and twenty-three behind the first day of 2026.
    static let goodTimes = ("160101000000Z", "490101000000Z")

    private let key = P256.Signing.PrivateKey()
    private let name: String

    init(_ name: String = "Test Authority") { self.name = name }

    /// Its own certificate, in the PEM form.
    var pem: String { Self.pem(certificate) }

    private var certificate: [UInt8] {
        Self.certificate(
            of: name, key.publicKey, from: name, key, times: Self.goodTimes,
            extensions: [
                // It is an authority, and who does not understand that must not go on.
                Self.der(
                    0x30,
                    [6, 3, 0x55, 0x1d, 19, 1, 1, 0xff] + Self.der(4, Self.der(0x30, [1, 1, 0xff])))
            ])
    }

    /// What a server with such names speaks TLS with.
    func server(
        _ names: [Name], times: (String, String) = goodTimes, isSelfSigned: Bool = false
    ) throws -> NIOSSLContext {
        let key = P256.Signing.PrivateKey()
        let alternatives = names.flatMap { name in
            switch name {
            case .host(let text): Self.der(0x82, Array(text.utf8))
            case .address(let bytes): Self.der(0x87, bytes)
            }
        }
        let extensions =
            names.isEmpty
            ? []
            : [
                Self.der(
                    0x30, [6, 3, 0x55, 0x1d, 17] + Self.der(4, Self.der(0x30, alternatives)))
            ]
        let bytes = Self.certificate(
            of: "server", key.publicKey, from: isSelfSigned ? "server" : name,
            isSelfSigned ? key : self.key, times: times, extensions: extensions)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(try NIOSSLCertificate(bytes: bytes, format: .der))],
                privateKey: .privateKey(
                    try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem))))
    }

    private static func certificate(
        of subject: String, _ subjectKey: P256.Signing.PublicKey, from issuer: String,
        _ issuerKey: P256.Signing.PrivateKey, times: (String, String), extensions: [[UInt8]]
    ) -> [UInt8] {
        // ecdsa-with-SHA256
        let algorithm = der(0x30, [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])
        let number = der(2, [1] + (0..<8).map { _ in UInt8.random(in: 0...255) })
        var content: [UInt8] = der(0xa0, [2, 1, 2]) + number + algorithm
        content += name(issuer)
        content += der(
            0x30, der(0x17, Array(times.0.utf8)) + der(0x17, Array(times.1.utf8)))
        content += name(subject)
        content += Array(subjectKey.derRepresentation)
        if !extensions.isEmpty { content += der(0xa3, der(0x30, extensions.flatMap { $0 })) }
        let body = der(0x30, content)
        guard let signature = try? issuerKey.signature(for: body) else { return [] }
        return der(0x30, body + algorithm + der(3, [0] + Array(signature.derRepresentation)))
    }

    private static func name(_ text: String) -> [UInt8] {
        der(0x30, der(0x31, der(0x30, [6, 3, 0x55, 4, 3] + der(0x0c, Array(text.utf8)))))
    }

    private static func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 128
            ? [UInt8(count)]
            : count < 256 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 255)]
        return [tag] + length + content
    }

    private static func pem(_ bytes: [UInt8]) -> String {
        var lines = ["-----BEGIN CERTIFICATE-----"]
        var rest = Substring(String(decoding: base64Bytes(bytes[...]), as: UTF8.self))
        while !rest.isEmpty {
            lines.append(String(rest.prefix(64)))
            rest = rest.dropFirst(64)
        }
        return (lines + ["-----END CERTIFICATE-----", ""]).joined(separator: "\n")
    }
}
