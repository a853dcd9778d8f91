/// What stands in headers, which a server may fill with anything.
enum HeaderNumbers {
    /// The longest entity tag that is sent back, in bytes.
    static let tagByteLimit = 1_024

    /// A strong entity tag in its quotes (RFC 9110 section 8.8.3); nil for anything else.
    static func strongTag(_ field: String) -> String? {
        let tag = field.trimmedBlanks
        guard tag.utf8.count >= 2, tag.utf8.count <= tagByteLimit, tag.hasPrefix("\""),
            tag.hasSuffix("\""), tag.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return nil }
        return tag
    }

    /// The length that `Content-Length` names, in bytes; nil when it says none, two, or nonsense.
    static func length(_ fields: [String]) -> Int64? {
        let values = Set(fields.map(\.trimmedBlanks))
        guard values.count == 1, let value = values.first else { return nil }
        return naturalNumber(value)
    }

    /// The length of a whole file of which `Content-Range` names the rest from `offset` on; nil
    /// for every other range, and where a length that is said is not that of the rest.
    static func total(
        ofRange fields: [String], from offset: Int64, lengths: [String]
    ) -> Int64? {
        guard fields.count == 1, let field = fields.first?.trimmedBlanks,
            field.prefix(6).lowercased() == "bytes "
        else { return nil }
        let parts = field.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let total = naturalNumber(parts[1].trimmedBlanks), total > 0 else {
            return nil
        }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
            .map { naturalNumber($0.trimmedBlanks) }
        guard ends.count == 2, ends[0] == offset, ends[1] == total - 1, offset < total else {
            return nil
        }
        // Both are not below zero: their difference fits.
        guard lengths.isEmpty || length(lengths) == total - offset else { return nil }
        return total
    }
}
