/// Why a file cannot be sent as an image, and what to give instead.
package struct ImageError: Error, Sendable, Hashable {
    package let message: String
    package let help: String
}

/// An image on this machine that passed the rules of the API.
package struct ImageFile: Sendable, Hashable {
    /// The largest accepted image, in bytes: the 10 MB of the API.
    package static let byteLimit = 10_000_000

    /// Where it is read from when it is sent.
    package let path: String
    /// The base name, which is sent.
    package let name: String
    package let mimeType: String
    package let byteCount: Int
    /// The SHA-256 of its content, in hexadecimal digits.
    package let sha256: String
    /// What its first look has told of the picture; `nil` for an image that was not looked at.
    package var header: ImageHeader?

    package init(path: String, name: String, mimeType: String, byteCount: Int, sha256: String) {
        self.path = path
        self.name = name
        self.mimeType = mimeType
        self.byteCount = byteCount
        self.sha256 = sha256
    }
}
