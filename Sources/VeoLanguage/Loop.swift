/// The name that `let`, `param` or `for` gives a value.
package struct VariableName: Sendable, Hashable {
    package let text: String
    package let range: SourceRange

    package init(text: String, range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// `for NAME in SOURCE` … `end`.
package struct Loop: Sendable, Hashable {
    package let variable: VariableName
    package let source: LoopSource
    /// The source as written, its first word included.
    package let sourceRange: SourceRange
    package let body: [Statement]
    /// The word `end`.
    package let end: SourceRange

    package init(
        variable: VariableName, source: LoopSource, sourceRange: SourceRange, body: [Statement],
        end: SourceRange
    ) {
        self.variable = variable
        self.source = source
        self.sourceRange = sourceRange
        self.body = body
        self.end = end
    }
}

/// What a loop goes over.
package enum LoopSource: Sendable, Hashable {
    /// Both ends belong to it, see ``LoopRange``.
    case range(Template, Template)
    /// The lines of a file that are not blank.
    case lines(Template)
    /// The rows of a .csv, .tsv or .jsonl file.
    case table(Template)
    /// The files that fit a pattern.
    case glob(Template)
    /// At least one word.
    case list([Template])

    /// The words that start a source, in the order of the language page.
    package static let keywords = ["range", "lines", "table", "glob", "list"]

    /// Whether words behind a name look like those of a loop.
    static func isLike(_ words: ArraySlice<Substring>) -> Bool {
        words.contains { $0 == "in" || keywords.contains(String($0)) }
    }
}

/// The numbers of `range A..B`.
package enum LoopRange {
    private static let help = "a range counts up by one, both ends included: range 1..3"

    /// Refuses ends that are no whole numbers, a range that runs backwards, and more turns than
    /// ``Limits/loopTurns``.
    package static func parse(
        from first: String, to last: String
    ) throws(ValueError) -> ClosedRange<Int> {
        let lower = try number(first)
        let upper = try number(last)
        guard lower <= upper else {
            throw ValueError(
                message: "the range \(lower)..\(upper) runs backwards",
                label: "did you mean '\(upper)..\(lower)'?", help: help)
        }
        guard upper - lower < Limits.loopTurns else {
            throw ValueError(
                message: "the range has \(upper - lower + 1) numbers",
                help: "a loop has at most \(Limits.loopTurns) turns")
        }
        return lower...upper
    }

    /// One end of a range: a whole number from 0, without a sign or a leading zero.
    package static func number(_ text: String) throws(ValueError) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is not a whole number", help: help)
        }
        let digits = text.drop { $0 == "0" }
        guard text == "0" || digits.count == text.count else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) starts with a zero",
                label: "did you mean '\(digits.isEmpty ? "0" : digits)'?",
                help: "the numbers of a range are counted, so the zero would be lost; "
                    + "write it before the variable: cat-0${n}")
        }
        guard let number = Int(text), number <= Limits.rangeNumber else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is too large for a range",
                help: "the largest number is \(Limits.rangeNumber)")
        }
        return number
    }
}
