import FoundationEssentials

/// The absolute address of a video, signature included.
package struct VideoLink: Sendable, Hashable {
    /// The longest address, in UTF-8 bytes; signed ones run to a few thousand.
    static let byteLimit = 16 * 1024

    package let url: String

    /// Takes an absolute http or https address, or one relative to `base`; nil for all else.
    package init?(_ text: String, relativeTo base: BaseURL) {
        let text = text.trimmedBlanks
        guard !text.isEmpty, text.utf8.count <= Self.byteLimit,
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !TextFilter.isHidden($0) }),
            let url = resolve(text, against: base.description + "/"),
            url.utf8.count <= Self.byteLimit
        else { return nil }
        self.url = url
    }

    /// An answer that is nothing but an absolute address.
    init?(bareAddress bytes: [UInt8], relativeTo base: BaseURL) {
        guard bytes.count <= Self.byteLimit,
            bytes.drop(while: { $0 <= 0x20 }).starts(with: Array("http".utf8))
        else { return nil }
        self.init(String(decoding: bytes, as: UTF8.self), relativeTo: base)
    }

    /// The address without its query and fragment, which may hold a signature: what is shown
    /// and stored.
    package var withoutQuery: String { Self.withoutQuery(url) }

    var origin: Origin? { Origin(url: url) }

    package static func withoutQuery(_ url: String) -> String {
        // Bytes, since a mark that combines would hide a `?` in a character of another name.
        String(
            decoding: url.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") },
            as: UTF8.self)
    }
}

/// The absolute http or https address that `reference` names on a page at `base` (RFC 3986
/// section 5); nil when it is none. What came is kept byte for byte, because a changed query would
/// break its signature; only what no address may hold is percent-encoded.
func resolve(_ reference: String, against base: String) -> String? {
    let reference = withLegalCharacters(reference)
    if Origin(url: reference) != nil {
        return URL(string: reference)?.user == nil ? reference : nil
    }
    let scheme = reference.utf8.prefix { !":/?#".utf8.contains($0) }
    guard scheme.endIndex == reference.endIndex || reference.utf8[scheme.endIndex] != 0x3a,
        let baseAddress = URL(string: base),
        let address = URL(string: reference, relativeTo: baseAddress)?.absoluteString,
        Origin(url: address) != nil, URL(string: address)?.user == nil
    else { return nil }
    return address
}

/// The address with every byte percent-encoded that may not stand in one (RFC 3986 appendix A),
/// escapes left as they are. `URL` would otherwise encode the percent signs of escapes too, once
/// it meets a single such byte. What names scheme and host stays as it is.
private func withLegalCharacters(_ address: String) -> String {
    let bytes = Array(address.utf8)
    var result: [UInt8] = []
    var index = authorityEnd(of: bytes)
    result += bytes[..<index]
    var isFragment = false
    let digits = Array("0123456789ABCDEF".utf8)
    while index < bytes.count {
        let byte = bytes[index]
        index += 1
        var isLegal: Bool
        switch byte {
        case UInt8(ascii: "%"):
            isLegal = bytes[index...].prefix(2).count { isHexadecimal($0) } == 2
        case UInt8(ascii: "#"):
            isLegal = !isFragment
            isFragment = true
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            isLegal = true
        default: isLegal = "-._~:/?@!$&'()*+,;=".utf8.contains(byte)
        }
        if isLegal {
            result.append(byte)
        } else {
            result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: result, as: UTF8.self)
}

/// Where the path of an absolute address begins; 0 for a relative one.
func authorityEnd(of address: [UInt8]) -> Int {
    guard let colon = address.firstIndex(of: UInt8(ascii: ":")),
        address[colon...].starts(with: "://".utf8),
        address[..<colon].allSatisfy({ !"/?#".utf8.contains($0) })
    else { return 0 }
    return address[(colon + 3)...].firstIndex { "/?#".utf8.contains($0) } ?? address.count
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"):
        true
    default: false
    }
}
