import Glibc

/// Where the parts of a `multipart/form-data` body (RFC 7578) stand in it.
struct MultipartLayout {
    struct Part {
        let name: String
        let fileName: String?
        /// Media type in lower case, without parameters; empty if none was given.
        let contentType: String
        /// The content, as offsets into the body.
        let content: Range<Int>
    }

    /// Most parts of a form.
    static let partLimit = 16
    /// Longest header block of a part, in bytes.
    static let headerLimit = 8 * 1024
    /// Longest boundary, in bytes (RFC 2046, 5.1.1).
    static let boundaryLimit = 70

    private(set) var parts: [Part] = []

    /// Nil if the body is not a whole form within the limits.
    init?(contentType: String, body: UnsafeRawBufferPointer) {
        guard let boundary = Self.boundary(of: contentType) else { return nil }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter stands at the very start, without its line break.
        guard body.starts(with: delimiter.dropFirst(2)) else { return nil }
        var offset = delimiter.count - 2
        while true {
            guard offset + 2 <= body.count else { return nil }
            let mark = body[offset..<offset + 2]
            offset += 2
            if mark.elementsEqual("--".utf8) { return }
            guard mark.elementsEqual("\r\n".utf8), parts.count < Self.partLimit,
                let part = Self.part(in: body, at: offset, delimiter: delimiter)
            else { return nil }
            parts.append(part)
            offset = part.content.upperBound + delimiter.count
        }
    }

    private static func part(
        in body: UnsafeRawBufferPointer, at start: Int, delimiter: [UInt8]
    ) -> Part? {
        guard let headerEnd = body.offset(of: Array("\r\n\r\n".utf8), from: start),
            headerEnd - start <= headerLimit,
            let end = body.offset(of: delimiter, from: headerEnd + 4)
        else { return nil }
        let header = String(
            decoding: UnsafeRawBufferPointer(rebasing: body[start..<headerEnd]), as: UTF8.self)
        var disposition = ""
        var contentType = ""
        for line in header.split(whereSeparator: { $0 == "\r" || $0 == "\n" }) {
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
            contentType: contentType, content: headerEnd + 4..<end)
    }

    private static func boundary(of contentType: String) -> String? {
        guard let value = Self.parameter("boundary", of: contentType),
            (1...boundaryLimit).contains(value.utf8.count)
        else { return nil }
        return value
    }

    /// A parameter of a header value, quoted or not. Scalars are compared, since a mark that
    /// combines with a quote would hide it.
    private static func parameter(_ name: String, of value: String) -> String? {
        var rest = value.unicodeScalars[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let isWanted = String(rest[..<equals]).lowercased() == name
            rest = rest[rest.index(after: equals)...]
            var text = String.UnicodeScalarView()
            if rest.first == "\"" {
                rest.removeFirst()
                var isEscaped = false
                while let scalar = rest.popFirst(), isEscaped || scalar != "\"" {
                    isEscaped = !isEscaped && scalar == "\\"
                    if !isEscaped { text.append(scalar) }
                }
            } else {
                text += rest.prefix { $0 != ";" && $0 != " " }
            }
            if isWanted { return String(text) }
        }
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// Where `pattern` stands first, from an offset on.
    ///
    /// libc searches, because it is fast in debug builds too and images have megabytes.
    fileprivate func offset(of pattern: [UInt8], from start: Int) -> Int? {
        guard let base = baseAddress else { return nil }
        var offset = start
        while count - offset >= pattern.count {
            let places = count - offset - pattern.count + 1
            guard let found = memchr(base + offset, Int32(pattern[0]), places) else { break }
            offset = UnsafeRawPointer(found) - base
            if memcmp(found, pattern, pattern.count) == 0 { return offset }
            offset += 1
        }
        return nil
    }
}
