import NIOCore

/// A `multipart/form-data` body (RFC 7578): the parts in order, as ranges of the body's bytes.
struct MultipartForm: Sendable {
    struct Part: Sendable {
        let name: String
        let fileName: String?
        /// Media type in lower case, without parameters; empty if none was given.
        let contentType: String
        /// The content; a view of the request's own memory.
        let content: ByteBuffer
    }

    let parts: [Part]

    /// Nil if the body is not a whole form within the limits.
    init?(contentType: String, body: ByteBuffer) {
        let layout = body.withUnsafeReadableBytes {
            MultipartLayout(contentType: contentType, body: $0)
        }
        guard let layout else { return nil }
        parts = layout.parts.compactMap { part in
            let start = body.readerIndex + part.content.lowerBound
            return body.getSlice(at: start, length: part.content.count).map { content in
                Part(
                    name: part.name, fileName: part.fileName, contentType: part.contentType,
                    content: content)
            }
        }
    }

    /// All parts of this name.
    func parts(named name: String) -> [Part] {
        parts.filter { $0.name == name }
    }

    /// The first part of this name as text.
    func text(named name: String) -> String? {
        guard let part = parts.first(where: { $0.name == name }) else { return nil }
        return String(buffer: part.content)
    }
}
