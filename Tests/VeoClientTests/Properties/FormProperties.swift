#if !FUZZING
    @testable import VeoClient
    @testable import VeoSimulator
#endif

/// The form that the client writes, as another program reads it.
enum FormProperties {
    private static let boundary = "veo-0123456789abcdef"

    /// Whatever prompt, file name and content are: the reader finds what the writer was given, and
    /// it reads any bytes without a trap. True for a form with an image.
    static func hold(for bytes: [UInt8]) -> Bool {
        var input = FuzzInput(bytes)
        let prompt = String(decoding: input.field(), as: UTF8.self)
        let name = String(decoding: input.field(), as: UTF8.self)
        let content = input.rest
        let type = "multipart/form-data; boundary=\(boundary)"
        _ = read(content, type)
        _ = read(Array("--\(boundary)\r\n".utf8) + content, type)
        _ = read(content, String(decoding: content.prefix(200), as: UTF8.self))
        let image = ImageFile(
            path: "x", name: name, mimeType: "image/png", byteCount: content.count, sha256: "")
        let request = GenerationRequest(
            model: "veo-3.1-fl", prompt: prompt, images: [.file(image)], mode: .async)
        // A boundary is 128 random bits: what holds it by chance is no case.
        let isHeld = bytes.firstRange(of: Array(boundary.utf8)) != nil
        guard !isHeld, !content.isEmpty else { return false }
        let body = RequestBody.create(request, boundary: boundary)
        let written = body.pieces.flatMap { piece -> [UInt8] in
            switch piece {
            case .bytes(let bytes): bytes
            case .file, .base64: content
            }
        }
        precondition(written.count == body.byteCount, "the length is not the one that was said")
        guard let form = read(written, body.contentType) else {
            preconditionFailure("the form is not understood")
        }
        precondition(form.map(\.name) == ["model", "prompt", "input_reference"], "other fields")
        precondition(form[0].content == Array("veo-3.1-fl".utf8), "another model")
        precondition(form[1].content == Array(prompt.utf8), "another prompt")
        precondition(form[2].content == content, "another image")
        precondition(form[2].fileName == RequestBody.quotedFileName(name), "another name")
        precondition(form[2].contentType == "image/png", "another type")
        return true
    }

    private struct Part {
        let name: String
        let fileName: String?
        let contentType: String
        let content: [UInt8]
    }

    private static func read(_ body: [UInt8], _ contentType: String) -> [Part]? {
        body.withUnsafeBytes { bytes in
            MultipartLayout(contentType: contentType, body: bytes)?.parts.map { part in
                Part(
                    name: part.name, fileName: part.fileName, contentType: part.contentType,
                    content: Array(bytes[part.content]))
            }
        }
    }

    private static func seed(_ prompt: String, _ name: String, _ content: [UInt8]) -> [UInt8] {
        [prompt, name].flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + content
    }

    static let seeds: [[UInt8]] = [
        seed("a cat", "cat.png", [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]),
        seed("一只猫\r\n--veo\r\n", "a\"b;c=\\.png", Array("\r\n--veo-\r\n\r\n--".utf8)),
        seed("a", "\u{200d}\u{301}.png", [1]),
        seed("", "猫 %22.png\r\n", Array("--\(boundary)--\r\n".utf8)), seed("x", "", []),
        seed("x\r\n", "\\", Array("Content-Disposition: form-data; name=\"a\"\r\n\r\n".utf8)),
    ]
}
