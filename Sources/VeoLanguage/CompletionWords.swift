/// The words of a line up to the cursor, as far as they can be read while it is being typed.
struct CompletionWords {
    /// The whole words before the one at the cursor, as written.
    private(set) var before: [String] = []
    /// The word at the cursor, without an opening quote.
    private(set) var current = ""
    /// Where it starts, its quote included; in Unicode scalars.
    private(set) var start = 0
    let cursor: Int
    private(set) var isQuoted = false
    /// A quoted word ends at the cursor.
    private(set) var isClosed = false

    private static let blanks: Set<Unicode.Scalar> = [" ", "\t", "\u{3000}"]

    init(_ line: String, cursor: Int) {
        let scalars = Array(line.unicodeScalars.prefix(max(0, cursor)))
        self.cursor = scalars.count
        var index = 0
        start = 0
        var word = String.UnicodeScalarView()
        var inQuotes = false
        while index < scalars.count {
            let scalar = scalars[index]
            if inQuotes, scalar == "\\", index + 1 < scalars.count {
                index += 1
                word.append(Self.unescaped(scalars[index]))
            } else if inQuotes, scalar == "\"" {
                inQuotes = false
                isClosed = true
            } else if inQuotes {
                word.append(scalar)
            } else if Self.blanks.contains(scalar) {
                if index > start { before.append(String(word)) }
                word = String.UnicodeScalarView()
                (start, isQuoted, isClosed) = (index + 1, false, false)
            } else if scalar == "\"", index == start || scalars[index - 1] == "=" {
                (inQuotes, isQuoted) = (true, index == start)
            } else {
                word.append(scalar)
            }
            index += 1
        }
        current = String(word)
    }

    /// What a candidate replaces.
    var range: Range<Int> { start..<cursor }

    private static func unescaped(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "n": "\n"
        case "t": "\t"
        default: scalar
        }
    }
}
