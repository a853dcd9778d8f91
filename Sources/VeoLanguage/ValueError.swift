/// What a value of the language means, or why it means nothing. The parser asks for values that
/// are written out, the interpreter for those that are filled in, so both say the same.
package struct ValueError: Error, Sendable, Hashable {
    /// `'maybe' is not a mode`
    package let message: String
    /// Beside the caret: a did-you-mean, or empty.
    package let label: String
    /// `mode is 'async' or 'sync'`
    package let help: String

    package init(message: String, label: String = "", help: String = "") {
        self.message = message
        self.label = label
        self.help = help
    }

    /// One of the words of an enumeration.
    static func choice<Value>(
        _ text: String, of kind: String, named name: String
    ) throws(ValueError) -> Value
    where Value: RawRepresentable<String> & CaseIterable {
        if let value = Value(rawValue: text) { return value }
        let words = Value.allCases.map(\.rawValue)
        throw ValueError(
            message: "\(VisibleText.quoted(text)) is not \(kind)",
            label: DidYouMean.label(for: text, among: words),
            help: "\(name) is \(alternatives(words))")
    }

    /// `'a', 'b' or 'c'`
    static func alternatives(_ words: [String]) -> String {
        let quoted = words.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
