import NIOCore

/// A checked request for videos, whichever API and encoding it came in.
struct VideoOrder: Sendable {
    /// Most videos of one chat request.
    static let videoLimit = 4

    let model: GatewayModel
    let prompt: String
    /// The images whose bytes came with the request: start frame, end frame.
    let images: [ByteBuffer]
    let size: String
    let seconds: String
    var videos = 1
    var isStream = false
    /// Whether files came with it, in a form.
    var hasFiles = false
    /// Whether a stream is to end in a chunk about its usage (`stream_options`).
    var wantsUsage = false
    /// The id of the task that this is a variation of.
    var remixedFrom: String?

    /// `POST /v1/videos`, as JSON or as a form.
    init(create body: ByteBuffer, contentType: String, _ rules: OrderRules) throws(GatewayError) {
        if contentType.lowercased().hasPrefix("multipart/form-data") {
            guard let form = MultipartForm(contentType: contentType, body: body) else {
                throw .badMessage
            }
            try self.init(rules, form: form)
        } else {
            guard let members = ReceivedJSON.object(parsing: body) else { throw .badMessage }
            try self.init(
                rules, members: members,
                prompt: { () throws(GatewayError) in
                    try OrderRules.text(members["prompt"], "prompt")
                },
                images: { () throws(GatewayError) in
                    try Self.images(of: members["input_reference"], rules)
                })
        }
    }

    private init(_ rules: OrderRules, form: MultipartForm) throws(GatewayError) {
        var members: [String: ReceivedJSON] = [:]
        for name in ["model", "size", "seconds"] {
            members[name] = form.text(named: name).map(ReceivedJSON.string)
        }
        let files = form.parts(named: "input_reference")
        try self.init(
            rules, members: members, prompt: { form.text(named: "prompt") },
            images: { () throws(GatewayError) in
                guard files.allSatisfy({ $0.fileName != nil }) else { throw .referenceIsNoFile }
                // How clients write an object in a form.
                let addresses = form.parts(named: "input_reference[image_url]")
                guard rules.takesImageObjects || addresses.isEmpty else {
                    throw .referenceIsNoFile
                }
                return files.map(ReceivedImage.init(part:))
                    + addresses.map { ReceivedImage(url: String(buffer: $0.content)) }
            })
        hasFiles = !files.isEmpty
    }

    /// `POST /v1/chat/completions`: the last message of the user counts.
    init(chat body: ByteBuffer, _ rules: OrderRules) throws(GatewayError) {
        guard let members = ReceivedJSON.object(parsing: body) else { throw .badMessage }
        let (prompt, images) = Self.content(of: members["messages"])
        try self.init(
            rules, members: members, prompt: { prompt },
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
        switch members["stream"] {
        case nil, .null?: break
        case .bool(let value)?: isStream = value
        case let other?:
            throw .badType(of: "stream", expected: "a boolean", got: other.typeName)
        }
        if case .object(let options)? = members["stream_options"],
            case .bool(true)? = options["include_usage"]
        {
            wantsUsage = true
        }
    }

    /// `POST /v1/videos/{id}/remix`: all but the prompt comes from the other task.
    init(
        remix body: ByteBuffer, contentType: String, of job: Job, _ rules: OrderRules
    ) throws(GatewayError) {
        let text: String?
        if contentType.lowercased().hasPrefix("multipart/form-data") {
            guard let form = MultipartForm(contentType: contentType, body: body) else {
                throw .badMessage
            }
            text = form.text(named: "prompt")
        } else {
            guard let members = ReceivedJSON.object(parsing: body) else { throw .badMessage }
            text = try OrderRules.text(members["prompt"], "prompt")
        }
        prompt = try rules.prompt(text)
        model = job.model
        size = job.size
        seconds = job.seconds
        remixedFrom = job.id
        images = []
    }

    /// Model, prompt, size and images are checked in this order.
    private init(
        _ rules: OrderRules, members: [String: ReceivedJSON],
        prompt: () throws(GatewayError) -> String?,
        missingPrompt: GatewayError = .missingPrompt,
        images: () throws(GatewayError) -> [ReceivedImage]
    ) throws(GatewayError) {
        model = try rules.model(members["model"])
        self.prompt = try rules.prompt(try prompt(), missing: missingPrompt)
        (size, seconds) = try rules.geometry(
            size: members["size"], seconds: members["seconds"], model)
        let images = try images()
        try ReceivedImage.check(images, for: model)
        self.images = images.compactMap(\.content)
    }

    /// What stands in `input_reference` of a JSON body: nothing, or an object where they are known.
    private static func images(
        of reference: ReceivedJSON?, _ rules: OrderRules
    ) throws(GatewayError) -> [ReceivedImage] {
        switch reference {
        case nil, .null?: return []
        case .object(let members)? where rules.takesImageObjects:
            guard let url = members["image_url"]?.string else { throw .imageNotFetched }
            return [ReceivedImage(url: url)]
        default: throw .referenceIsNoFile
        }
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
