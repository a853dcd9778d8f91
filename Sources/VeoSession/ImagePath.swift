import VeoClient
import VeoLanguage

/// The word of `image`: a path or the address of an image.
enum ImagePath {
    static func isAddress(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
            || start.hasPrefix("data:")
    }

    /// Paths are relative to the file that names them; an address is left alone.
    static func resolve(_ text: String, in source: SourceFile) -> String {
        isAddress(text) ? text : ScriptLibrary.resolve(text, in: source)
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
