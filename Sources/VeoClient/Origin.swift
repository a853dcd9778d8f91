import FoundationEssentials

/// Scheme, host and port: what decides whether the key may travel to an address.
package struct Origin: Sendable, Hashable, CustomStringConvertible {
    package let scheme: String
    package let host: String
    /// 1 to 65535 in every origin that was read from an address.
    package let port: Int

    package init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// The origin of an absolute http or https address; nil for everything else, a port that no
    /// machine has included.
    init?(url: String) {
        // Read as the HTTP client reads it, which decides where the request goes.
        guard let parts = URL(string: url), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http",
            let host = parts.host?.lowercased(), !host.isEmpty
        else { return nil }
        let standard = scheme == "https" ? 443 : 80
        let text = Self.portText(in: url)
        guard let port = text.isEmpty ? standard : Self.port(text) else { return nil }
        // Both readings must agree; one that finds no port would go to the standard one.
        guard (parts.port ?? standard) == port else { return nil }
        self.init(scheme: scheme, host: host, port: port)
    }

    /// True when the address never leaves this machine.
    package var isLoopback: Bool { Self.isLoopback(host: host) }

    package var description: String { "\(scheme)://\(host):\(port)" }

    /// The origin with one name for this machine and without the dot that may end a host name. Two
    /// origins with equal values of it are the same server. It only finds what was sent: the key
    /// goes by the exact origin.
    package var canonical: Origin {
        var host = host
        if host.last == "." { host.removeLast() }
        let isThis = ["localhost", "::1", "[::1]"].contains(host)
        return Origin(scheme: scheme, host: isThis ? "127.0.0.1" : host, port: port)
    }

    static func isLoopback(host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The number of a port in digits; nil for one that no machine has.
    static func port(_ text: String) -> Int? {
        naturalNumber(text).flatMap { (1...65_535).contains($0) ? Int($0) : nil }
    }

    /// The text of a port that makes an address unusable; nil where the port is good, or none.
    static func impossiblePort(in url: String) -> String? {
        let text = portText(in: url)
        return text.isEmpty || port(text) != nil ? nil : text
    }

    /// What stands behind the colon of the host (RFC 3986 section 3.2); empty where none does. By
    /// bytes, since a mark that combines would hide a colon in a character of another name.
    private static func portText(in url: String) -> String {
        let bytes = Array(url.utf8)
        let end = authorityEnd(of: bytes)
        // What stands before an @ is no host, and may hold a password.
        let start = bytes[..<end].lastIndex(of: UInt8(ascii: "@")) ?? 0
        let colon = bytes[start..<end].lastIndex {
            $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "]")
        }
        guard let colon, bytes[colon] == UInt8(ascii: ":"), colon + 1 < end,
            bytes[colon + 1] != UInt8(ascii: "/")
        else { return "" }
        return String(decoding: bytes[(colon + 1)..<end], as: UTF8.self)
    }
}

/// A number of one to nineteen decimal digits and nothing else: what headers and ports are. A sign,
/// blanks and a number that does not fit make none.
func naturalNumber(_ text: String) -> Int64? {
    guard (1...19).contains(text.utf8.count),
        text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int64(text)
}
