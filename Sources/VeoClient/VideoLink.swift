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
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && !TextFilter.isHidden($0) }),
            let url = resolve(text, against: base.description + "/")
        else { return nil }
        self.url = url
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
/// section 5); nil when it is none. An absolute address is kept byte for byte, because a changed
/// query would break its signature.
func resolve(_ reference: String, against base: String) -> String? {
    if Origin(url: reference) != nil {
        return URL(string: reference)?.user == nil ? reference : nil
    }
    let scheme = reference.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
    guard scheme.endIndex == reference.endIndex || reference[scheme.endIndex] != ":",
        let baseAddress = URL(string: base),
        let address = URL(string: reference, relativeTo: baseAddress)?.absoluteString,
        Origin(url: address) != nil, URL(string: address)?.user == nil
    else { return nil }
    return address
}
