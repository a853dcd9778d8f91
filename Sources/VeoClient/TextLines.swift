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
        var tail = text[end...]
        // CR LF is one end.
        if tail.removeFirst() == "\r", tail.first == "\n" { tail.removeFirst() }
        rest = tail
        return text[..<end]
    }
}

extension Substring {
    /// The lines without their ends; the empty text has one.
    var lines: TextLines { TextLines(self) }
}

extension Substring {
    /// The text without spaces, tabs and line ends around it.
    var trimmedBlanks: String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r"]
        var text = self
        while let first = text.first, blanks.contains(first) { text.removeFirst() }
        while let last = text.last, blanks.contains(last) { text.removeLast() }
        return String(text)
    }
}

extension String {
    var trimmedBlanks: String { Substring(self).trimmedBlanks }
}
