/// The lines of a text, one at a time: a list of a million of them takes more memory than the text.
struct TextLines: Sequence, IteratorProtocol {
    private var rest: Substring?

    init(_ text: Substring) { rest = text }

    mutating func next() -> Substring? {
        guard let text = rest else { return nil }
        guard let end = text.firstIndex(where: \.isNewline) else {
            rest = nil
            return text
        }
        rest = text[text.index(after: end)...]
        return text[..<end]
    }
}

extension Substring {
    /// The lines without their ends; the empty text has one.
    var lines: TextLines { TextLines(self) }
}

extension StringProtocol {
    /// The text without spaces, tabs and line ends around it.
    var trimmedBlanks: String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        var text = Substring(self)
        while let first = text.first, blanks.contains(first) { text.removeFirst() }
        while let last = text.last, blanks.contains(last) { text.removeLast() }
        return String(text)
    }
}
