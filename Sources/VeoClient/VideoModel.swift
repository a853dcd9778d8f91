/// The shape of the picture, which on this API only the model name decides.
package enum AspectRatio: String, Sendable, Hashable, CaseIterable {
    case portrait = "9:16"
    case landscape = "16:9"
}

/// How much effort a model spends; `fast` is the cheaper one.
package enum ModelSpeed: String, Sendable, Hashable, CaseIterable {
    case standard
    case fast
}

/// What is known of one model before anything is sent to it.
package struct VideoModel: Sendable, Hashable {
    package let name: String
    package let aspect: AspectRatio
    package let speed: ModelSpeed
    /// How many images it accepts: `0...0` or `0...2`.
    package let imageInput: ClosedRange<Int>
    /// The price of one video, nil when nobody said it.
    package let price: Money?

    /// The images one request may carry at most: the first and the last frame.
    package static let imageLimit = 2

    package init(
        name: String, aspect: AspectRatio, speed: ModelSpeed,
        imageInput: ClosedRange<Int>, price: Money?
    ) {
        self.name = name
        self.aspect = aspect
        self.speed = speed
        self.imageInput = imageInput
        self.price = price
    }

    /// True for a model that accepts at least one image.
    package var takesImages: Bool { imageInput.upperBound > 0 }

    /// True for a model that is made for images (its name ends in `-fl`, first and last frame),
    /// so that a request without one is probably a slip.
    package var wantsImages: Bool { name.hasSuffix("-fl") }
}

/// The models that requests are checked against and priced by, in the order they are listed.
///
/// The table is configuration: gateways add, rename and reprice models.
package struct ModelCatalog: Sendable, Hashable {
    package private(set) var models: [VideoModel]

    package init(models: [VideoModel]) {
        self.models = []
        for model in models { add(model) }
    }

    /// The eight models of the gateway, named `veo-3.1[-landscape][-fast][-fl]`.
    package static let standard = ModelCatalog(
        models: AspectRatio.allCases.flatMap { aspect in
            ModelSpeed.allCases.flatMap { speed in
                [false, true].map { frames in
                    VideoModel(
                        name: "veo-3.1" + (aspect == .landscape ? "-landscape" : "")
                            + (speed == .fast ? "-fast" : "") + (frames ? "-fl" : ""),
                        aspect: aspect, speed: speed,
                        imageInput: 0...(frames ? VideoModel.imageLimit : 0),
                        price: Money(tenThousandths: speed == .fast ? 1_500 : 2_500))
                }
            }
        })

    package subscript(name: String) -> VideoModel? {
        models.first { $0.name == name }
    }

    /// Adds a model, or replaces the one of the same name in its place.
    package mutating func add(_ model: VideoModel) {
        if let index = models.firstIndex(where: { $0.name == model.name }) {
            models[index] = model
        } else {
            models.append(model)
        }
    }

    /// The model to use instead when an image is given to one that takes none: its `-fl` twin,
    /// else the first that takes images in the same aspect.
    func imageTwin(of model: VideoModel) -> VideoModel? {
        if let twin = self[model.name + "-fl"], twin.takesImages { return twin }
        return models.first { $0.takesImages && $0.aspect == model.aspect }
    }
}
