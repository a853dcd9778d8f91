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
        if let problem = Self.wrapping(of: Substring(bytes)) { throw problem }
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

extension APIKey {
    /// The shortest key that is looked for in texts, in bytes: any text holds a shorter one.
    private static let shortestSought = 8

    /// Whether a text holds the key as it is.
    package func isIn(_ text: String) -> Bool {
        secret.utf8.count >= Self.shortestSought && text.utf8.count >= secret.utf8.count
            && text.utf8.firstRange(of: secret.utf8) != nil
    }

    /// What files and other programs put round a key.
    private static func wrapping(of text: Substring) -> APIKeyError? {
        let quotes: Set<Unicode.Scalar> = [
            "\"", "'", "`", "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}",
        ]
        let scalars = text.unicodeScalars
        if scalars.first == "\u{FEFF}" {
            return APIKeyError(
                message: "the API key begins with a byte order mark",
                help: "save its file as UTF-8 without a BOM")
        }
        if scalars.contains("\0") {
            return APIKeyError(
                message: "the API key holds NUL bytes, as UTF-16 has them",
                help: "save its file as UTF-8")
        }
        if [scalars.first, scalars.last].contains(where: { $0.map(quotes.contains) ?? false }) {
            return APIKeyError(
                message: "the API key has quotes round it",
                help: "take them off: files of variables, such as those of `docker --env-file`, "
                    + "keep them as a part of the value")
        }
        if text.lowercased().hasPrefix("bearer") {
            return APIKeyError(
                message: "the API key begins with 'Bearer'", help: "give what stands behind it")
        }
        let name = text.prefix { $0.isUppercase || $0 == "_" || $0.isNumber }
        let value = text[name.endIndex...]
        // Some keys end in `=` themselves.
        if !name.isEmpty, value.hasPrefix("="), value.contains(where: { $0 != "=" }) {
            return APIKeyError(
                message: "the API key begins with the name of a variable",
                help: "give what stands behind the `=`")
        }
        return nil
    }
}
