/// Finds what somebody meant who misspelt a word.
package enum DidYouMean {
    /// The candidate nearest to `text` within two edits, letter case aside; of two that are as
    /// near, the first. Words of up to three letters may be one edit off, or everything of that
    /// length would fit.
    package static func suggestion(
        for text: String, among candidates: some Sequence<String>
    ) -> String? {
        let word = Array(text.lowercased().unicodeScalars)
        guard !word.isEmpty, word.count <= Limits.nameCharacters else { return nil }
        let limit = word.count <= 3 ? 1 : 2
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().unicodeScalars)
            guard abs(other.count - word.count) <= limit else { continue }
            let distance = distance(word, other)
            guard distance <= limit, distance < best?.distance ?? Int.max else { continue }
            best = (candidate, distance)
        }
        return best?.candidate
    }

    /// `did you mean 'fast'?`, or an empty text: a diagnostic's label.
    package static func label(
        for text: String, among candidates: some Sequence<String>
    ) -> String {
        suggestion(for: text, among: candidates).map { "did you mean '\($0)'?" } ?? ""
    }

    /// Insertions, deletions, replacements and swaps of neighbours that make one out of the other.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var older: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let cost = left[row] == right[column] ? 0 : 1
                var least = min(
                    previous[column] + cost, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    least = min(least, older[column - 1] + 1)
                }
                current.append(least)
            }
            older = previous
            previous = current
        }
        return previous[right.count]
    }
}
