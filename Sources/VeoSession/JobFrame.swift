import FoundationEssentials
import VeoClient

/// One image of a request as it was sent. A path says where an image lay; only its bytes say
/// which one it was.
package enum JobFrame: Sendable, Hashable {
    /// The whole path, and the SHA-256 of the bytes that were sent, in hexadecimal digits.
    case file(path: String, sha256: String)
    case url(String)
}

extension JobFrame {
    /// As the history keeps it: short names, which no other program reads.
    private struct Stored: Codable {
        var path: String?
        var sha256: String?
        var url: String?
    }

    /// Frames as one text of the history.
    static func text(_ frames: [JobFrame]) -> String {
        JSONText.line(
            frames.map { frame in
                switch frame {
                case .file(let path, let sha256): Stored(path: path, sha256: sha256)
                case .url(let url): Stored(url: url)
                }
            })
    }

    /// `nil` for what no version of this program has written.
    static func frames(_ text: String) -> [JobFrame]? {
        guard let stored = try? JSONDecoder().decode([Stored].self, from: Data(text.utf8)) else {
            return nil
        }
        let frames = stored.compactMap { stored -> JobFrame? in
            switch (stored.path, stored.sha256, stored.url) {
            case (let path?, let sha256?, nil): .file(path: path, sha256: sha256)
            case (nil, nil, let url?): .url(url)
            default: nil
            }
        }
        return frames.count == stored.count ? frames : nil
    }

    /// What a request holds, and where the user had it.
    static func frames(_ images: [ImageInput], named names: [String]) -> [JobFrame] {
        zip(images, names).map { image, name in
            switch image {
            case .url(let url): .url(url)
            case .file(let file): .file(path: SavedPath.whole(name), sha256: file.sha256)
            }
        }
    }
}
