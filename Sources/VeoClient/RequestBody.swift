/// The body of a request as pieces, so that images are read from disk while they are sent.
struct RequestBody: Sendable, Hashable {
    enum Piece: Sendable, Hashable {
        case bytes([UInt8])
        /// The bytes of the file.
        case file(ImageFile)
        /// The bytes of the file as Base64.
        case base64(ImageFile)
    }

    let contentType: String
    private(set) var pieces: [Piece] = []

    init(contentType: String) {
        self.contentType = contentType
    }

    mutating func append(_ text: String) {
        if case .bytes(let bytes) = pieces.last {
            pieces[pieces.count - 1] = .bytes(bytes + Array(text.utf8))
        } else {
            pieces.append(.bytes(Array(text.utf8)))
        }
    }

    mutating func append(_ piece: Piece) {
        pieces.append(piece)
    }

    /// The length of the whole body, which is sent ahead of it.
    var byteCount: Int {
        pieces.reduce(0) { sum, piece in
            switch piece {
            case .bytes(let bytes): sum + bytes.count
            case .file(let file): sum + file.byteCount
            case .base64(let file): sum + (file.byteCount + 2) / 3 * 4
            }
        }
    }

    /// The body for people, with each file as its name, type and size.
    var preview: String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .bytes(let bytes):
                text += String(decoding: bytes, as: UTF8.self)
            case .file(let file), .base64(let file):
                let name = TextFilter.visible(file.name, limit: 120)
                text += "<\(name), \(file.mimeType), \(grouped(file.byteCount)) bytes>"
            }
        }
    }
}

extension RequestBody {
    /// The body of `POST /videos`: JSON for text alone, a form when files go with it.
    static func create(_ request: GenerationRequest, boundary: String) -> RequestBody {
        let files = request.images.compactMap { image in
            if case .file(let file) = image { file } else { nil }
        }
        return files.isEmpty
            ? json(create: request) : form(request, files: files, boundary: boundary)
    }

    private static func json(create request: GenerationRequest) -> RequestBody {
        var body = RequestBody(contentType: "application/json")
        body.append(
            "{\"model\":\(jsonLiteral(request.model)),\"prompt\":\(jsonLiteral(request.prompt))}")
        return body
    }

    /// `multipart/form-data` (RFC 7578) with the fields `model`, `prompt` and one
    /// `input_reference` an image.
    private static func form(
        _ request: GenerationRequest, files: [ImageFile], boundary: String
    ) -> RequestBody {
        var body = RequestBody(contentType: "multipart/form-data; boundary=\(boundary)")
        for (name, value) in [("model", request.model), ("prompt", request.prompt)] {
            body.append(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
                    + "\(value)\r\n")
        }
        for file in files {
            body.append(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"input_reference\"; "
                    + "filename=\"\(quotedFileName(file.name))\"\r\n"
                    + "Content-Type: \(file.mimeType)\r\n\r\n")
            body.append(.file(file))
            body.append("\r\n")
        }
        body.append("--\(boundary)--\r\n")
        return body
    }

    /// A file name inside a quoted parameter, as browsers write it (WHATWG HTML, multipart form
    /// data): quotes and line ends percent-encoded; other controls become `_`. So does the
    /// backslash, by which many servers escape the next character (RFC 2045 section 5.1): one at
    /// the end of a name would swallow the quote, and the image with it.
    static func quotedFileName(_ name: String) -> String {
        name.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\"": result += "%22"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case "\\": result += "_"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7f {
                    result += "_"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
    }

    /// The body of `POST /chat/completions`, which asks for a stream. Images are addresses or
    /// data URLs, the first frame before the last.
    static func chat(_ request: GenerationRequest) -> RequestBody {
        var body = RequestBody(contentType: "application/json")
        body.append(
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
                + jsonLiteral(request.prompt) + "}")
        for image in request.images {
            body.append(",{\"type\":\"image_url\",\"image_url\":{\"url\":")
            switch image {
            case .url(let url):
                body.append(jsonLiteral(url))
            case .file(let file):
                body.append("\"data:\(file.mimeType);base64,")
                body.append(.base64(file))
                body.append("\"")
            }
            body.append("}}")
        }
        body.append("]}],\"model\":\(jsonLiteral(request.model)),\"stream\":true}")
        return body
    }
}

/// A request as it would be sent, for people to read: no key, no file content.
package struct RequestPreview: Sendable {
    package let method: String
    package let url: String
    package let headers: [(name: String, value: String)]
    /// The body, with each file as `<cat.jpg, image/jpeg, 49,447 bytes>`.
    package let body: String
}
