/// What looks like an API key: it is kept out of the history of lines.
enum KeyShape {
    /// `sk-` and this many letters and digits, or more, are taken for a key.
    static let shortest = 8

    static func isIn(_ line: String) -> Bool {
        var rest = Substring(line)
        while let start = rest.firstRange(of: "sk-") {
            let tail = rest[start.upperBound...].prefix {
                $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_"
            }
            if tail.count >= shortest { return true }
            rest = rest[start.upperBound...]
        }
        return false
    }
}
