import Crypto
import VeoClient

/// A fingerprint of everything that a request asks for: two jobs with the same one would be the
/// same video bought twice. The gateway is not in it: that two addresses lead to one is no matter
/// of their letters.
enum RequestHash {
    static func of(_ request: GenerationRequest) -> String { hash(parts(of: request)) }

    /// The form of the first histories, which had the address of the gateway in it.
    static func former(_ request: GenerationRequest, at baseURL: BaseURL) -> String {
        formerPrefix + hash([baseURL.description] + parts(of: request))
    }

    /// What a stored hash of the former form begins with.
    static let formerPrefix = "at:"

    private static func parts(of request: GenerationRequest) -> [String] {
        let images = request.images.map { image in
            switch image {
            case .file(let file): "file:\(file.sha256)"
            case .url(let url): "url:\(url)"
            }
        }
        return [request.model, "\(request.mode)", request.prompt] + images
    }

    private static func hash(_ parts: [String]) -> String {
        var hash = SHA256()
        for part in parts {
            // The length keeps two parts from running into each other.
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * SHA256.byteCount)
        for byte in hash.finalize() {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// A request as the history may have it.
struct RequestForms: Sendable, Hashable {
    let current: String
    /// One for each address that rows of the former form were sent to.
    let former: [String]

    init(_ request: GenerationRequest, formerAt baseURLs: [BaseURL] = []) {
        self.init(
            current: RequestHash.of(request),
            former: baseURLs.map { RequestHash.former(request, at: $0) })
    }

    init(current: String, former: [String] = []) {
        self.current = current
        self.former = former
    }

    var all: [String] { [current] + former }
}
