/// Which of the two APIs makes the video.
package enum RequestMode: String, Sendable, Hashable, CaseIterable {
    /// A task that is created, polled and fetched; a failure is not charged.
    case async
    /// One long answer that streams in; it is charged once the request succeeds.
    case sync
}

/// One image of a request: the first one is the first frame, the second the last.
package enum ImageInput: Sendable, Hashable {
    case file(ImageFile)
    /// An http or https address that the gateway fetches; the sync API alone takes one.
    case url(String)
}

/// Why a request must not be sent, and how to mend it.
package struct RequestProblem: Sendable, Hashable {
    package let message: String
    package let help: String
}

/// One video that is asked for.
package struct GenerationRequest: Sendable, Hashable {
    package var model: String
    package var prompt: String
    package var images: [ImageInput]
    package var mode: RequestMode

    /// The longest prompt, in Unicode scalars, as the language counts it.
    package static let promptCharacterLimit = 32_000
    /// The longest image address, in UTF-8 bytes.
    static let imageURLByteLimit = 8_192

    package init(model: String, prompt: String, images: [ImageInput] = [], mode: RequestMode) {
        self.model = model
        self.prompt = prompt
        self.images = images
        self.mode = mode
    }

    /// All that is wrong with the request and can be known before anything is sent.
    package func problems(in catalog: ModelCatalog) -> [RequestProblem] {
        promptProblems + modelProblems(in: catalog) + images.compactMap(problem)
    }

    private var promptProblems: [RequestProblem] {
        if prompt.trimmedBlanks.isEmpty {
            return [
                RequestProblem(
                    message: "the prompt is empty", help: "say what the video shows")
            ]
        }
        if let control = prompt.unicodeScalars.first(where: Self.isControl) {
            let code = String(control.value, radix: 16, uppercase: true)
            return [
                RequestProblem(
                    message: "the prompt has the control character U+"
                        + String(repeating: "0", count: max(0, 4 - code.count)) + code + " in it",
                    help:
                        "delete it; besides tabs and line ends, a text holds no control characters")
            ]
        }
        let count = prompt.unicodeScalars.count
        guard count > Self.promptCharacterLimit else { return [] }
        return [
            RequestProblem(
                message: "the prompt has \(grouped(count)) characters; the API takes at most "
                    + grouped(Self.promptCharacterLimit),
                help: "shorten it")
        ]
    }

    /// C0, C1 and DEL, save tab and line feed: no prompt is meant to have one.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
    }

    private func modelProblems(in catalog: ModelCatalog) -> [RequestProblem] {
        guard let known = catalog[model] else {
            return [
                RequestProblem(
                    message: "there is no model '\(TextFilter.visible(model, limit: 80))'",
                    help: "`models` lists the models")
            ]
        }
        if !images.isEmpty, !known.takesImages {
            let twin = catalog.imageTwin(of: known)
            return [
                RequestProblem(
                    message: "the model \(known.name) takes no image",
                    help: twin.map { "use \($0.name)" } ?? "remove the image")
            ]
        }
        let limit = known.imageInput.upperBound
        guard images.count > limit else { return [] }
        return [
            RequestProblem(
                message: "\(images.count) images are given; the model \(known.name) takes at most "
                    + "\(limit)",
                help: "the first is the first frame, the second the last; remove the others")
        ]
    }

    private func problem(with image: ImageInput) -> RequestProblem? {
        guard case .url(let url) = image else { return nil }
        let shown = TextFilter.visible(VideoLink.withoutQuery(url), limit: 120)
        if mode == .async {
            return RequestProblem(
                message: "the async API takes no image address: \(shown)",
                help: "download it and give the file, or `set mode sync`")
        }
        guard Origin(url: url) != nil, url.utf8.count <= Self.imageURLByteLimit,
            url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
        else {
            return RequestProblem(
                message: "'\(shown)' is no http or https address of an image",
                help: "give an address of at most \(grouped(Self.imageURLByteLimit)) bytes")
        }
        return nil
    }
}
