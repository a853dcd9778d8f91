import VeoClient
import VeoLanguage

/// The word of `image`: a path or the address of an image.
enum ImagePath {
    static func isAddress(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
            || start.hasPrefix("data:")
    }

    /// The images that the words of `image` mean. An empty value, such as the empty cell of a table,
    /// is no image.
    static func frames(_ texts: [String], in source: SourceFile) throws(ValueError) -> [String] {
        var frames: [String] = []
        for (index, text) in texts.enumerated() where !text.isBlank {
            guard frames.count == index else {
                throw ValueError(
                    message: "there is an end frame, and no start frame",
                    help: "the first word of `image` is the start frame")
            }
            frames.append(try resolve(text, in: source))
        }
        return frames
    }

    /// Paths are relative to the file that names them; an address is left alone.
    static func resolve(_ text: String, in source: SourceFile) throws(ValueError) -> String {
        isAddress(text) ? text : try ScriptLibrary.resolve(text, in: source)
    }
}

extension ImageInput {
    /// What a word means before the file has been looked at: enough to say whether a model and a
    /// mode take it.
    init(unread word: String) {
        self =
            ImagePath.isAddress(word)
            ? .url(word)
            : .file(ImageFile(path: word, name: "", mimeType: "", byteCount: 0, sha256: ""))
    }
}
