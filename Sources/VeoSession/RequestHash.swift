import Crypto
import VeoClient

/// A fingerprint of everything that a request asks for: two jobs with the same one would be the
/// same video bought twice.
enum RequestHash {
    static func of(_ request: GenerationRequest, baseURL: BaseURL) -> String {
        var hash = SHA256()
        let images = request.images.map { image in
            switch image {
            case .file(let file): "file:\(file.sha256)"
            case .url(let url): "url:\(url)"
            }
        }
        for part in [baseURL.description, request.model, "\(request.mode)", request.prompt] + images
        {
            // The length keeps two parts from running into each other.
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
