/// Finds the key in texts that a server sent, in whatever form servers echo it: as it is, in
/// escapes of addresses, JSON and HTML (also in one another), in Base64 at any offset, in
/// hexadecimal digits, and with blanks, line ends, quotes or invisible characters in between.
struct SecretFilter: Sendable {
    /// Encoded forms that are shorter than this many bytes are looked for nowhere: they would be
    /// found in any text.
    static let shortestForm = 6
    /// How often escapes are undone.
    static let escapeDepth = 3
    /// How much of a text is looked at before some of it is shown, in bytes.
    static let searchByteLimit = 64 * 1024

    private let key: [UInt8]
    /// Hexadecimal digits of the key, in lower case.
    private let digits: [UInt8]
    /// The part of the Base64 text of the key that no neighbour changes, for each offset, in the
    /// common alphabet.
    private let encoded: [[UInt8]]

    init(_ key: APIKey) {
        let bytes = Array(key.secret.utf8)
        // In a text they are passed over, whether they belong to the key or stand between.
        self.key = SecretReading(bytes).withoutFillers.text
        let digits = Array(hexadecimal(bytes).utf8)
        self.digits = digits.count >= Self.shortestForm ? digits : []
        encoded = (0..<3).compactMap { offset in
            let whole = base64Bytes(([UInt8](repeating: 0, count: offset) + bytes)[...])
            // Six bits a character: those that only bits of the key make.
            let first = (offset * 8 + 5) / 6
            let end = (offset + bytes.count) * 8 / 6
            guard end - first >= Self.shortestForm else { return nil }
            return Array(whole[first..<end])
        }
    }

    func contains(in text: String) -> Bool { !ranges(in: Array(text.utf8)).isEmpty }

    /// The text with the key replaced by `***`.
    func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return redacted(bytes[...], of: bytes) ?? text
    }

    /// What may be shown of a text of a server, in this order: without the key, since a cut must
    /// not leave the half of it; links without their queries, since a signature is as good as a
    /// key; visible, and cut to `limit` Unicode scalars.
    func visible(_ text: String, limit: Int = TextFilter.defaultLimit) -> String {
        var text = text
        if text.utf8.count > Self.searchByteLimit {
            let bytes = Array(text.utf8.prefix(Self.searchByteLimit))
            // What stands at the end may be the half of a key.
            let shown = bytes.dropLast(longestForm)
            text = (redacted(shown, of: bytes) ?? String(decoding: shown, as: UTF8.self)) + "…"
        } else {
            text = redacted(text)
        }
        return TextFilter.visible(LinkFilter.withoutQueries(text), limit: limit)
    }

    /// The longest form that a key is likely to be echoed in, in bytes: percent-encoded twice.
    private var longestForm: Int { key.count * 5 }

    /// A part of a text with the key replaced; nil when it is nowhere.
    private func redacted(_ part: ArraySlice<UInt8>, of bytes: [UInt8]) -> String? {
        let found = ranges(in: bytes)
        guard !found.isEmpty else { return nil }
        var result: [UInt8] = []
        var position = part.startIndex
        for range in found where range.upperBound > position && range.lowerBound < part.endIndex {
            result += bytes[position..<max(range.lowerBound, position)]
            result += Array("***".utf8)
            position = range.upperBound
        }
        if position < part.endIndex { result += bytes[position..<part.endIndex] }
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the key stands, as ranges of UTF-8 offsets in order.
    private func ranges(in text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var reading = SecretReading(text)
        for depth in 0...Self.escapeDepth {
            if depth > 0, !reading.undoEscapes() { break }
            let plain = reading.withoutFillers
            found += plain.occurrences(of: key)
            found += plain.lowered.occurrences(of: digits)
            // The alphabet of addresses differs in two characters.
            let common = plain.withCommonAlphabet
            for form in encoded {
                found += common.occurrences(of: form, widened: true)
            }
        }
        return found.sorted { $0.lowerBound < $1.lowerBound }
    }
}
