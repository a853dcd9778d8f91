import Glibc
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

    /// Most parts of a form.
    static let partLimit = 16
    /// Longest header block of a part, in bytes.
    static let headerLimit = 8 * 1024
    /// Longest boundary, in bytes (RFC 2046, 5.1.1).
    static let boundaryLimit = 70

    let parts: [Part]

    /// Nil if the body is not a whole form within the limits.
    init?(contentType: String, body: ByteBuffer) {
        guard let boundary = Self.boundary(of: contentType) else { return nil }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        var reader = body
        // The first delimiter stands at the very start, without its line break.
        guard let opening = reader.readBytes(length: delimiter.count - 2),
            opening.elementsEqual(delimiter.dropFirst(2))
        else { return nil }
        var parts: [Part] = []
        while true {
            guard let mark = reader.readBytes(length: 2) else { return nil }
            if mark == Array("--".utf8) { break }
            guard mark == Array("\r\n".utf8), parts.count < Self.partLimit,
                let part = Self.readPart(&reader, delimiter: delimiter)
            else { return nil }
            parts.append(part)
        }
        self.parts = parts
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

    private static func boundary(of contentType: String) -> String? {
        guard let value = Self.parameter("boundary", of: contentType),
            (1...boundaryLimit).contains(value.utf8.count)
        else { return nil }
        return value
    }

    private static func readPart(_ reader: inout ByteBuffer, delimiter: [UInt8]) -> Part? {
        guard let headerLength = reader.offset(of: Array("\r\n\r\n".utf8)),
            headerLength <= headerLimit, let header = reader.readString(length: headerLength)
        else { return nil }
        reader.moveReaderIndex(forwardBy: 4)
        guard let length = reader.offset(of: delimiter),
            let content = reader.readSlice(length: length)
        else { return nil }
        reader.moveReaderIndex(forwardBy: delimiter.count)
        var disposition = ""
        var contentType = ""
        for line in header.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = String(value)
            case "content-type":
                contentType = value.prefix { $0 != ";" && $0 != " " }.lowercased()
            default: break
            }
        }
        guard let name = parameter("name", of: disposition) else { return nil }
        return Part(
            name: name, fileName: parameter("filename", of: disposition),
            contentType: contentType, content: content)
    }

    /// A parameter of a header value, quoted or not.
    private static func parameter(_ name: String, of value: String) -> String? {
        var rest = Substring(value)
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let isWanted = rest[..<equals].lowercased() == name
            rest = rest[rest.index(after: equals)...]
            var text = ""
            if rest.first == "\"" {
                rest.removeFirst()
                var isEscaped = false
                while let character = rest.popFirst(), isEscaped || character != "\"" {
                    isEscaped = !isEscaped && character == "\\"
                    if !isEscaped { text.append(character) }
                }
            } else {
                text = String(rest.prefix { $0 != ";" && $0 != " " })
            }
            if isWanted { return text }
        }
        return nil
    }
}

extension ByteBuffer {
    /// How many readable bytes stand before the first occurrence of `pattern`.
    ///
    /// libc searches, because it is fast in debug builds too and images have megabytes.
    fileprivate func offset(of pattern: [UInt8]) -> Int? {
        withUnsafeReadableBytes { bytes in
            guard let start = bytes.baseAddress else { return nil }
            var offset = 0
            while bytes.count - offset >= pattern.count {
                let places = bytes.count - offset - pattern.count + 1
                guard let found = memchr(start + offset, Int32(pattern[0]), places) else { break }
                offset = UnsafeRawPointer(found) - start
                if memcmp(found, pattern, pattern.count) == 0 { return offset }
                offset += 1
            }
            return nil
        }
    }
}
