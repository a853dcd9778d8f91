import FoundationEssentials

/// Scheme, host and port, which is one of TCP's: what decides whether the key may travel to an address.
package struct Origin: Sendable, Hashable, CustomStringConvertible {
    package let scheme: String
    package let host: String
    package let port: Int

    package init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// The origin of an absolute http or https address; nil for everything else.
    init?(url: String) {
        // Read as the HTTP client reads it, which decides where the request goes.
        guard let parts = URL(string: url), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http",
            let host = parts.host?.lowercased(), !host.isEmpty,
            let port = Self.port(in: url) ?? (scheme == "https" ? 443 : 80)
        else { return nil }
        self.init(scheme: scheme, host: host, port: port)
    }

    /// The port that an address names, nil where it names none; nil in it for one that TCP has not.
    private static func port(in url: String) -> Int?? {
        let bytes = Array(url.utf8)
        let end = authorityEnd(of: bytes)
        // What stands before the @ is a user name and a password.
        let host = bytes[..<end].lastIndex(of: UInt8(ascii: "@")) ?? 0
        let colon = bytes[host..<end].lastIndex {
            $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "]")
        }
        guard let colon, bytes[colon] == UInt8(ascii: ":"), colon + 1 < end,
            bytes[colon + 1] != UInt8(ascii: "/")
        else { return .none }
        let digits = bytes[(colon + 1)..<end]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(String(decoding: digits, as: UTF8.self)), port > 0
        else { return .some(nil) }
        return .some(Int(port))
    }

    /// True when the address never leaves this machine.
    package var isLoopback: Bool { Self.isLoopback(host: host) }

    package var description: String { "\(scheme)://\(host):\(port)" }

    static func isLoopback(host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// Why a text is no base URL, and what to write instead.
package struct BaseURLError: Error, Sendable, Hashable {
    package let message: String
    package let help: String
}

/// The address all API paths are appended to: https, ending in `/v1`.
package struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    /// The longest accepted address, in UTF-8 bytes.
    static let byteLimit = 2_048

    package let origin: Origin
    /// The address without a trailing slash.
    package let description: String

    package static let standard = BaseURL(
        origin: Origin(scheme: "https", host: "api.laozhang.ai", port: 443),
        description: "https://api.laozhang.ai/v1")

    private init(origin: Origin, description: String) {
        self.origin = origin
        self.description = description
    }

    /// Reads an address. Plain http is accepted on loopback and for `plainHTTPHosts` alone,
    /// because the key travels with every request. One trailing slash is forgiven.
    package init(
        parsing text: String, plainHTTPHosts: Set<String> = []
    ) throws(BaseURLError) {
        let shown = TextFilter.visible(text, limit: 120)
        guard text.utf8.count <= Self.byteLimit,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            let parts = URLComponents(string: text), let origin = Origin(url: text)
        else {
            throw BaseURLError(
                message: "'\(shown)' is not an https address",
                help: "write it like \(Self.standard)")
        }
        if parts.user != nil || parts.password != nil {
            // The text is not quoted: it may hold a password.
            throw BaseURLError(
                message: "a base URL must not hold a user name or a password",
                help: "remove what stands before the @; the key is set on its own")
        }
        if text.contains("?") || text.contains("#") {
            throw BaseURLError(
                message: "a base URL must not hold a query or a fragment: '\(shown)'",
                help: "end it in /v1")
        }
        if origin.scheme == "http", !origin.isLoopback, !plainHTTPHosts.contains(origin.host) {
            throw BaseURLError(
                message: "plain http would send the key in clear to '\(origin.host)'",
                help: "use https, or allow this host with --allow-http \(origin.host)")
        }
        let address = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard parts.path.hasSuffix("/v1") || parts.path.hasSuffix("/v1/") else {
            throw BaseURLError(
                message: "the base URL '\(shown)' does not end in /v1",
                help: "did you mean \(Self.suggestion(for: address))?")
        }
        self.init(origin: origin, description: address)
    }

    package var isLoopback: Bool { origin.isLoopback }

    /// The address of an API path such as `/videos`. The path must be percent-encoded already.
    package func url(path: String) -> String {
        description + (path.hasPrefix("/") ? path : "/" + path)
    }

    private static func suggestion(for address: String) -> String {
        var kept = Substring(address)
        while kept.hasSuffix("/") { kept = kept.dropLast() }
        if let range = kept.firstRange(of: "/v1/") { return kept[..<range.lowerBound] + "/v1" }
        return kept + "/v1"
    }
}

/// One path segment with everything but unreserved characters percent-encoded, so that an id of
/// a server cannot reach another path. `.` and `..` are encoded too.
func percentEncodedSegment(_ text: String) -> String {
    let hexadecimal = Array("0123456789ABCDEF")
    let dotsOnly = !text.isEmpty && text.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        case UInt8(ascii: ".") where !dotsOnly:
            result.append(".")
        default:
            result.append("%")
            result.append(hexadecimal[Int(byte >> 4)])
            result.append(hexadecimal[Int(byte & 15)])
        }
    }
    return result
}
