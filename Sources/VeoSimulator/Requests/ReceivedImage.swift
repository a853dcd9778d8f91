import FoundationEssentials
import NIOCore

/// The formats that the gateway takes, told by their first bytes.
enum ImageFormat: String {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"

    init?(firstBytes bytes: some Collection<UInt8>) {
        let start = Array(bytes.prefix(12))
        if start.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if start.starts(with: Array("RIFF".utf8)), start.count == 12,
            start[8...].elementsEqual(Array("WEBP".utf8))
        {
            self = .webp
        } else {
            return nil
        }
    }
}

/// An image of a request, before it is judged.
enum ReceivedImage {
    /// Largest image, in bytes.
    static let sizeLimit = 10 * 1024 * 1024
    /// Most images of a request: the first and the last frame.
    static let countLimit = 2

    /// Bytes with the media type that the client gave.
    case data(contentType: String, ByteBuffer)
    /// An address on the web. It is taken as it is: the simulator fetches nothing.
    case address(String)

    init(part: MultipartForm.Part) {
        self = .data(contentType: part.contentType, part.content)
    }

    /// `https://…`, `http://…` or `data:image/…;base64,…`.
    init(url: String) {
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ",") else {
            self = .address(url)
            return
        }
        let type = url[..<comma].dropFirst("data:".count)
        let bytes = Data(base64Encoded: String(url[url.index(after: comma)...])) ?? Data()
        self = .data(
            contentType: type.hasSuffix(";base64") ? String(type.dropLast(";base64".count)) : "",
            ByteBuffer(bytes: bytes))
    }

    /// The bytes, if they came with the request.
    var content: ByteBuffer? {
        switch self {
        case .data(_, let content): content
        case .address: nil
        }
    }

    /// Throws the gateway's error if the image is none that it takes.
    private func checkFormat() throws(GatewayError) {
        switch self {
        case .data(let contentType, let content):
            guard let format = ImageFormat(firstBytes: content.readableBytesView),
                format.rawValue == contentType
            else { throw .badImageFormat }
        case .address(let url):
            guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
                throw .imageNotFetched
            }
        }
    }

    private func checkSize() throws(GatewayError) {
        if let content, content.readableBytes > Self.sizeLimit { throw .imageTooLarge }
    }

    /// The gateway's order: does the model take images, how many, of which format, how large.
    static func check(_ images: [ReceivedImage], for model: GatewayModel) throws(GatewayError) {
        guard !images.isEmpty else { return }
        guard model.takesImages else { throw .imagesNotSupported }
        guard images.count <= countLimit else { throw .tooManyImages }
        for image in images { try image.checkFormat() }
        for image in images { try image.checkSize() }
    }
}
