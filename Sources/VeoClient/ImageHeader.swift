/// What the bytes of an image say of it, without decoding it: enough to refuse what no program can
/// open, and to warn of what will look otherwise than it seems. Readers of the headers alone,
/// because a decoder for three formats is more than these questions need.
package struct ImageHeader: Sendable, Hashable {
    /// Pixels, as they are stored.
    package let width: Int
    package let height: Int
    /// The colours of print, which few video models understand.
    package var isCMYK = false
    /// It moves; one of its pictures is taken.
    package var isAnimated = false
    /// How it is to be turned when it is shown, by Exif: 1 for not at all, to 8. Not every program
    /// that reads it does.
    package var orientation = 1

    /// Pixels beyond which programs refuse to open an image.
    static let pixelLimit = 100_000_000

    /// The sides as they are seen.
    package var shownSize: (width: Int, height: Int) {
        orientation >= 5 ? (height, width) : (width, height)
    }

    /// Reads it.
    /// - Throws: Why it is no whole image.
    init(_ bytes: [UInt8], mimeType: String) throws(Damage) {
        switch mimeType {
        case "image/jpeg": self = try JPEGHeader.read(bytes)
        case "image/png": self = try PNGHeader.read(bytes)
        default: self = try WebPHeader.read(bytes)
        }
        guard width > 0, height > 0 else { throw Damage("it has no pixels") }
        guard width <= Self.pixelLimit / height else {
            throw Damage("it has \(width) × \(height) pixels, more than programs open")
        }
    }

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Why it cannot be opened.
    struct Damage: Error, Hashable {
        let reason: String

        init(_ reason: String) { self.reason = reason }

        static let ends = Damage("it ends in the middle: it was not copied whole")
    }
}

extension ImageHeader {
    /// The smallest side, in pixels, that makes a picture and no icon.
    private static let leastSide = 256
    /// The largest side, in pixels, that cameras make.
    private static let mostSide = 8_192

    /// What may make the video look otherwise than the image seems, whatever the model.
    package var oddities: [String] {
        var found: [String] = []
        if min(width, height) < Self.leastSide {
            found.append("it is tiny (\(size)), and will be blurred")
        } else if max(width, height) > Self.mostSide {
            found.append("it is very large (\(size)), and the gateway may refuse it")
        }
        if orientation > 1 {
            found.append(
                "its camera says how to turn it, and the gateway may not: turn it for good")
        }
        if isCMYK { found.append("its colours are those of print (CMYK): convert it to RGB") }
        if isAnimated { found.append("it is animated, and only one of its pictures is taken") }
        return found
    }

    /// That the video of a model has another shape, and which model has it.
    package func mismatch(with model: VideoModel, in catalog: ModelCatalog) -> String? {
        let (width, height) = shownSize
        guard width != height, (width > height) != (model.aspect == .landscape) else { return nil }
        let twin = catalog.models.first {
            $0.takesImages && $0.aspect != model.aspect && $0.speed == model.speed
        }
        return "is \(width > height ? "landscape" : "portrait") (\(size)) and the video of "
            + "\(model.name) is \(model.aspect.rawValue): it will be cut or squeezed"
            + (twin.map { "; \($0.name) has its shape" } ?? "")
    }

    private var size: String { "\(shownSize.width)x\(shownSize.height)" }
}

/// Numbers in the bytes of a file, which may end anywhere.
struct ImageBytes {
    let bytes: [UInt8]

    func byte(_ index: Int) throws(ImageHeader.Damage) -> Int {
        guard bytes.indices.contains(index) else { throw .ends }
        return Int(bytes[index])
    }

    func big(_ index: Int, _ count: Int) throws(ImageHeader.Damage) -> Int {
        var value = 0
        for offset in 0..<count { value = value << 8 | (try byte(index + offset)) }
        return value
    }

    func little(_ index: Int, _ count: Int) throws(ImageHeader.Damage) -> Int {
        var value = 0
        for offset in 0..<count { value |= (try byte(index + offset)) << (8 * offset) }
        return value
    }

    func holds(_ text: String, at index: Int) -> Bool {
        let wanted = text.utf8
        return index >= 0 && index + wanted.count <= bytes.count
            && bytes[index..<index + wanted.count].elementsEqual(wanted)
    }
}
