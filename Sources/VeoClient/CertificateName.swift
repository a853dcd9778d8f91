import Glibc
import NIOCore
import NIOSSL

/// A certificate that is not trusted for the host that was asked for.
struct CertificateFailure: Error {
    /// Such as "it expired on 2026-03-14".
    let reason: String
    let advice: String
}

/// The names that a certificate is good for (RFC 9525).
enum CertificateName {
    /// Whether a certificate that the TLS library takes names this very host.
    ///
    /// The library also takes one that names the address of the peer, whatever host was asked for.
    /// That of a proxy, or of a machine that a forged answer of the name service leads to, would do
    /// for every gateway then, and the key would go there.
    static func names(_ certificate: NIOSSLCertificate, host: String) -> Bool {
        let bare = host.drop { $0 == "[" }.prefix { $0 != "]" }
        let address = addressBytes(String(bare))
        var hasNames = false
        for name in certificate._subjectAlternativeNames() {
            hasNames = true
            let contents = Array(name.contents)
            switch name.nameType {
            case .ipAddress where contents == address: return true
            case .dnsName where address == nil && matches(contents, String(bare)): return true
            default: continue
            }
        }
        // Without any, the library has compared the common name, and that with the host alone.
        return !hasNames && address == nil
    }

    /// Whether a name of a certificate stands for the host: it itself, or all of one level of a
    /// domain by a first part that is `*`.
    static func matches(_ name: [UInt8], _ host: String) -> Bool {
        var host = Array(host.lowercased().utf8)
        var name = name.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        if host.last == UInt8(ascii: ".") { host.removeLast() }
        if name.last == UInt8(ascii: ".") { name.removeLast() }
        if name == host { return !host.isEmpty }
        guard name.starts(with: Array("*.".utf8)),
            let dot = host.firstIndex(of: UInt8(ascii: ".")), dot > 0
        else { return false }
        let domain = name.dropFirst()
        return domain.dropFirst().contains(UInt8(ascii: ".")) && host[dot...].elementsEqual(domain)
    }

    /// The bytes of an address of the internet; nil for a name.
    static func addressBytes(_ host: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        return inet_pton(AF_INET6, host, &six) == 1 ? withUnsafeBytes(of: &six) { Array($0) } : nil
    }
}

extension CertificateFailure {
    static let otherHost = CertificateFailure(
        reason: "it is for another host", advice: CertificateFailure.suspicion)

    static let suspicion =
        "check base-url; something between here and there may answer in its place"
    static let authority =
        "if you trust its authority, name that in SSL_CERT_FILE; else do not go on"

    /// Why a certificate that was refused is not trusted, from what the server showed; `now` are
    /// Unix seconds.
    init(leaf: NIOSSLCertificate, chainCount: Int, host: String, now: Int) {
        let (begin, end) = (Int(leaf.notValidBefore), Int(leaf.notValidAfter))
        if now > end {
            self.init(
                reason: "it expired on \(Self.day(end))",
                advice: "check the clock of this machine; else its owner must renew it")
        } else if now < begin {
            self.init(
                reason: "it is not valid before \(Self.day(begin))",
                advice: "check the clock of this machine")
        } else if !CertificateName.names(leaf, host: host) {
            self = .otherHost
        } else if chainCount == 1, Self.isSelfSigned(leaf) {
            self.init(
                reason: "it is self-signed: no authority vouches for it",
                advice: "if you trust it, name it in SSL_CERT_FILE; else do not go on")
        } else {
            self.init(
                reason: "no authority that this machine trusts vouches for it",
                advice: Self.authority)
        }
    }

    /// The day of a time, as `2026-03-14`.
    private static func day(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    }

    /// Whether the issuer of a certificate is its subject (RFC 5280 section 4.1.2).
    private static func isSelfSigned(_ certificate: NIOSSLCertificate) -> Bool {
        guard let bytes = try? certificate.toDERBytes() else { return false }
        // Within the two outer sequences: version, number, algorithm, issuer, validity, subject.
        guard let outer = DERReader.element(bytes[...])?.content,
            let inner = DERReader.element(outer)?.content
        else { return false }
        var fields: [ArraySlice<UInt8>] = []
        var rest = inner
        while fields.count < 7, let field = DERReader.element(rest) {
            // The version is tagged, and may be left out.
            if field.tag != 0xa0 || !fields.isEmpty { fields.append(field.content) }
            rest = field.rest
        }
        return fields.count > 4 && fields[2] == fields[4]
    }
}

/// The elements of DER (ITU-T X.690), as far as a certificate needs them.
private enum DERReader {
    static func element(
        _ bytes: ArraySlice<UInt8>
    ) -> (tag: UInt8, content: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        var rest = bytes
        guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
        var length = Int(first)
        if first & 0x80 != 0 {
            guard (1...4).contains(first & 0x7f) else { return nil }
            length = 0
            for _ in 0..<(first & 0x7f) {
                guard let byte = rest.popFirst() else { return nil }
                length = length << 8 | Int(byte)
            }
        }
        guard length <= rest.count else { return nil }
        return (tag, rest.prefix(length), rest.dropFirst(length))
    }
}
