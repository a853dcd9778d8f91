import NIOHTTP1

/// Going on with a download where it broke off (RFC 9110 sections 13.1.5 and 14).
struct Resumption: Sendable, Hashable {
    /// The bytes that are here already; the next ones are asked for.
    let offset: Int64
    /// The strong entity tag of the file that they come from.
    let tag: String

    var headers: [(name: String, value: String)] {
        [(name: "Range", value: "bytes=\(offset)-"), (name: "If-Range", value: tag)]
    }

    /// The strong entity tag of an answer. A weak one (`W/"…"`) may belong to other bytes.
    static func strongTag(in headers: HTTPHeaders) -> String? {
        headers.first(name: "ETag").flatMap(HeaderNumbers.strongTag)
    }

    /// The length of the whole file when the answer is the rest that was asked for; nil when it
    /// is anything else, and the download starts anew.
    func total(in headers: HTTPHeaders) -> Int64? {
        if let tag = headers.first(name: "ETag")?.trimmedBlanks, tag != self.tag { return nil }
        return HeaderNumbers.total(
            ofRange: headers["Content-Range"], from: offset, lengths: headers["Content-Length"])
    }

    /// The length that an answer announces, in bytes; nil when it says none, or nonsense.
    static func length(in headers: HTTPHeaders) -> Int64? {
        HeaderNumbers.length(headers["Content-Length"])
    }
}
