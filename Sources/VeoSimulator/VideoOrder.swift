import NIOCore

/// A checked request for videos, whichever API and encoding it came in.
struct VideoOrder: Sendable {
    /// Most videos of one chat request.
    static let videoLimit = 4

    let model: GatewayModel
    let prompt: String
    /// The images whose bytes came with the request: start frame, end frame.
    let images: [ByteBuffer]
    var videos = 1
    var isStream = false
    /// Whether files came with it, in a form.
    var hasFiles = false

    /// `POST /v1/videos`, as JSON or as a form.
    init(create body: ByteBuffer, contentType: String) throws(GatewayError) {
        if contentType.lowercased().hasPrefix("multipart/form-data") {
            guard let form = MultipartForm(contentType: contentType, body: body) else {
                throw .badMessage
            }
            let files = form.parts(named: "input_reference")
            try self.init(
                model: form.text(named: "model"), prompt: form.text(named: "prompt"),
                images: { () throws(GatewayError) in
                    guard files.allSatisfy({ $0.fileName != nil }) else {
                        throw .referenceIsNoFile
                    }
                    return files.map(ReceivedImage.init(part:))
                })
            hasFiles = !files.isEmpty
        } else {
            guard let members = ReceivedJSON.object(parsing: Array(buffer: body)) else {
                throw .badMessage
            }
            try self.init(
                model: members["model"]?.string, prompt: members["prompt"]?.string,
                images: { () throws(GatewayError) in
                    guard members["input_reference"] == nil else { throw .referenceIsNoFile }
                    return []
                })
        }
    }

    /// `POST /v1/chat/completions`: the last message of the user counts.
    init(chat body: ByteBuffer) throws(GatewayError) {
        guard let members = ReceivedJSON.object(parsing: Array(buffer: body)) else {
            throw .badMessage
        }
        let (prompt, images) = Self.content(of: members["messages"])
        try self.init(
            model: members["model"]?.string, prompt: prompt,
            missingPrompt: prompt == nil ? .badMessage : .missingPrompt,
            images: { () throws(GatewayError) in
                guard let images else { throw .badMessage }
                return images.map(ReceivedImage.init(url:))
            })
        switch members["n"] {
        case nil, .null?: break
        case .number(let count)? where (1...Self.videoLimit).contains(count): videos = count
        default: throw .badCount
        }
        if case .bool(true)? = members["stream"] { isStream = true }
    }

    /// Model, prompt and images are checked in this order.
    private init(
        model name: String?, prompt: String?, missingPrompt: GatewayError = .missingPrompt,
        images: () throws(GatewayError) -> [ReceivedImage]
    ) throws(GatewayError) {
        guard let name, !name.isEmpty else { throw .missingModel }
        guard let model = GatewayModel(rawValue: name) else { throw .unknownModel(name) }
        guard let prompt, !prompt.allSatisfy(\.isWhitespace) else { throw missingPrompt }
        let images = try images()
        try ReceivedImage.check(images, for: model)
        self.images = images.compactMap(\.content)
        self.model = model
        self.prompt = prompt
    }

    /// Text and image addresses of the last user message; no images at all if a part is malformed.
    private static func content(of messages: ReceivedJSON?) -> (String?, images: [String]?) {
        guard case .array(let messages)? = messages else { return (nil, nil) }
        let last = messages.last { message in
            guard case .object(let members) = message else { return false }
            return members["role"]?.string == "user"
        }
        guard case .object(let members)? = last else { return (nil, nil) }
        if let text = members["content"]?.string { return (text, []) }
        guard case .array(let parts)? = members["content"] else { return (nil, nil) }
        var texts: [String] = []
        var images: [String] = []
        var isWellFormed = true
        for part in parts {
            guard case .object(let part) = part else { return (nil, nil) }
            if part["type"]?.string == "text", let text = part["text"]?.string {
                texts.append(text)
            } else if part["type"]?.string == "image_url",
                case .object(let image)? = part["image_url"], let url = image["url"]?.string
            {
                images.append(url)
            } else {
                isWellFormed = false
            }
        }
        return (texts.joined(separator: "\n"), isWellFormed ? images : nil)
    }
}
