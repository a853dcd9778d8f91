/// Why a text is no API key. It never quotes the text.
package struct APIKeyError: Error, Sendable, Hashable {
    package let message: String
    package let help: String
}

/// The API key: a value that can be sent but not shown.
package struct APIKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The longest accepted key, in bytes.
    static let byteLimit = 4_096

    /// The key itself, for the `Authorization` header alone.
    let secret: String

    /// Takes a key as it was read from a file or a variable: blanks and line ends around it are
    /// dropped. Everything that could end a header line is refused.
    package init(_ secret: String) throws(APIKeyError) {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d]
        var bytes = Substring(secret).utf8
        while let first = bytes.first, blanks.contains(first) { bytes.removeFirst() }
        while let last = bytes.last, blanks.contains(last) { bytes.removeLast() }
        if bytes.isEmpty {
            throw APIKeyError(
                message: "the API key is empty", help: "set VEO_API_KEY to the key of the gateway")
        }
        if bytes.count > Self.byteLimit {
            throw APIKeyError(
                message: "the API key is longer than \(Self.byteLimit) bytes",
                help: "give the key alone, not a whole file")
        }
        if bytes.contains(where: blanks.contains) {
            throw APIKeyError(
                message: "the API key holds a blank or a line end",
                help: "give the key alone, in one line")
        }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw APIKeyError(
                message: "the API key holds a character that no key has",
                help: "copy the key again from the console of the gateway")
        }
        self.secret = String(Substring(bytes))
    }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
