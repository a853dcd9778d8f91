import FoundationEssentials

/// Why a text is no base URL, and what to write instead.
package struct BaseURLError: Error, Sendable, Hashable {
    package let message: String
    package let help: String
}

/// The address all API paths are appended to: https, ending in `/v1`. Two of them are equal when
/// they surely name one gateway, however they are spelled.
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
        self.canonical = Self.canonical(origin, description)
    }

    package static func == (one: BaseURL, other: BaseURL) -> Bool {
        one.canonical == other.canonical
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(canonical) }

    /// Reads an address. Plain http is accepted on loopback and for `plainHTTPHosts` alone,
    /// because the key travels with every request. One trailing slash is forgiven.
    package init(
        parsing text: String, plainHTTPHosts: Set<String> = []
    ) throws(BaseURLError) {
        // What is no address may be a key; so may a query.
        let isAddress = text.utf8.contains { [0x2e, 0x3a, 0x2f].contains($0) }
        let shown = isAddress ? "'\(TextFilter.visible(text, limit: 120))'" : "the base URL"
        if text.contains("?") || text.contains("#") {
            throw BaseURLError(
                message: "a base URL must not hold a query or a fragment",
                help: "end it in /v1")
        }
        guard text.utf8.count <= Self.byteLimit,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            let parts = URLComponents(string: text), let origin = Origin(url: text)
        else {
            // A text with a password in it is not quoted, and none has a port that is named.
            if let port = Origin.impossiblePort(in: text) {
                throw BaseURLError(
                    message: "'\(TextFilter.visible(port, limit: 40))' is no port",
                    help: "ports go from 1 to 65535; write it like \(Self.standard)")
            }
            throw BaseURLError(
                message: "\(shown) is not an https address",
                help: "write it like \(Self.standard)")
        }
        if parts.user != nil || parts.password != nil {
            // The text is not quoted: it may hold a password.
            throw BaseURLError(
                message: "a base URL must not hold a user name or a password",
                help: "remove what stands before the @; the key is set on its own")
        }
        if origin.scheme == "http", !origin.isLoopback, !plainHTTPHosts.contains(origin.host) {
            throw BaseURLError(
                message: "plain http would send the key in clear to '\(origin.host)'",
                help: "use https, or allow this host with --allow-http \(origin.host)")
        }
        let address = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard parts.path.hasSuffix("/v1") || parts.path.hasSuffix("/v1/") else {
            throw BaseURLError(
                message: "the base URL \(shown) does not end in /v1",
                help: "did you mean \(Self.suggestion(for: address))?")
        }
        self.init(origin: origin, description: address)
    }

    /// An address that stands in a history; a plain-http host that needed permission when its job
    /// was submitted is read back without asking again. A port that no machine has, which earlier
    /// versions took, is read all the same, so that the job can be listed: nothing is ever sent
    /// there. Nil for what no version has taken.
    package init?(stored text: String) {
        let hosts = Set([Origin(url: text)?.host].compactMap { $0 })
        if let known = try? BaseURL(parsing: text, plainHTTPHosts: hosts) {
            self = known
        } else {
            guard text.utf8.count <= Self.byteLimit, Origin.impossiblePort(in: text) != nil,
                text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
            else { return nil }
            self.init(origin: Origin(scheme: "https", host: "", port: 0), description: text)
        }
    }

    package var isLoopback: Bool { origin.isLoopback }

    /// One spelling of all addresses that surely name this gateway: scheme and host in lower case,
    /// with its port, one name for this machine, no slash at the end. For finding in a history what
    /// was sent there. Whether the key may go to an address is never decided by it: that takes the
    /// exact origin.
    let canonical: String

    private static func canonical(_ origin: Origin, _ description: String) -> String {
        guard !origin.host.isEmpty else { return description }
        let path = description.firstRange(of: "://").map { mark in
            description[mark.upperBound...].drop { $0 != "/" }
        }
        var rest = path ?? ""
        while rest.last == "/" { rest.removeLast() }
        return origin.canonical.description + rest
    }

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
