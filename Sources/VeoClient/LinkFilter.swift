/// Takes the queries out of the addresses in a text: a signature in one is as good as a key.
enum LinkFilter {
    /// The text with `?…` in place of what follows the path of each http and https address.
    static func withoutQueries(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "?")) || text.utf8.contains(UInt8(ascii: "#")) else {
            return text
        }
        // Scalars, since a mark that combines would hide a `?` in a character of another name.
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            result.append(scalar)
            guard scalar == ":", rest.starts(with: "//".unicodeScalars) else { continue }
            let path = rest.prefix { !isEnd($0) && $0 != "?" && $0 != "#" }
            result += path
            rest = rest[path.endIndex...]
            guard rest.first == "?" || rest.first == "#" else { continue }
            let query = rest.prefix { !isEnd($0) }
            rest = rest[query.endIndex...]
            // The end of a sentence is no query.
            result += query.count > 1 ? "?…".unicodeScalars[...] : query
        }
        return String(result)
    }

    /// What no address holds.
    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "\"'<>`，。）】」》；”".unicodeScalars.contains(scalar)
    }
}
