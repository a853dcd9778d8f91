import NIOHTTP1

/// Going on with a download where it broke off (RFC 9110 sections 13.1.5 and 14).
struct Resumption: Sendable, Hashable {
    /// The bytes that are here already; the next ones are asked for.
    let offset: Int64
    /// The strong entity tag of the file that they come from.
    let tag: String

    /// The longest entity tag that is sent back, in bytes.
    static let tagByteLimit = 1_024

    var headers: [(name: String, value: String)] {
        [(name: "Range", value: "bytes=\(offset)-"), (name: "If-Range", value: tag)]
    }

    /// The strong entity tag of an answer. A weak one (`W/"…"`) may belong to other bytes.
    static func strongTag(in headers: HTTPHeaders) -> String? {
        guard let tag = headers.first(name: "ETag")?.trimmedBlanks, tag.utf8.count >= 2,
            tag.utf8.count <= tagByteLimit, tag.hasPrefix("\""), tag.hasSuffix("\""),
            tag.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return nil }
        return tag
    }

    /// The length of the whole file when the answer is the rest that was asked for; nil when it
    /// is anything else, and the download starts anew.
    func total(in headers: HTTPHeaders) -> Int64? {
        if let tag = headers.first(name: "ETag")?.trimmedBlanks, tag != self.tag { return nil }
        guard let field = headers.first(name: "Content-Range"), field.hasPrefix("bytes ") else {
            return nil
        }
        let parts = field.dropFirst("bytes ".count).split(separator: "/")
        guard parts.count == 2, let total = Int64(parts[1].trimmedBlanks) else { return nil }
        let ends = parts[0].split(separator: "-").compactMap { Int64($0.trimmedBlanks) }
        guard ends.count == 2, ends[0] == offset, ends[1] == total - 1 else { return nil }
        let length = headers.first(name: "Content-Length").flatMap { Int64($0) }
        return length.map { offset + $0 == total } ?? true ? total : nil
    }
}
