/// Words that somebody may have meant.
enum Spelling {
    /// Most letters that may be wrong.
    private static let limit = 2

    /// `, did you mean 'WORD'?`, or nothing.
    static func question(_ word: some StringProtocol, _ words: [String]) -> String {
        let near = words.map { (distance($0, word), $0) }
            .filter { $0.0 <= min(limit, $0.1.utf8.count / 2) }
            .min { $0.0 < $1.0 }
        return near.map { ", did you mean '\($0.1)'?" } ?? ""
    }

    /// Insertions, removals and replacements from one word to the other (Levenshtein).
    private static func distance(_ one: some StringProtocol, _ other: some StringProtocol) -> Int {
        let (one, other) = (Array(one.utf8.prefix(32)), Array(other.utf8.prefix(32)))
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var corner = row[0]
            row[0] = index + 1
            for column in other.indices {
                let above = row[column + 1]
                row[column + 1] =
                    byte == other[column]
                    ? corner : min(corner, above, row[column]) + 1
                corner = above
            }
        }
        return row[other.count]
    }
}
