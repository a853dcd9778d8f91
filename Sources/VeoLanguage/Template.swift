/// A text as written, cut at its `${…}`: literal parts and variables that are filled when the
/// statement runs. Every word of the language is one, so that a value can stand wherever the
/// language allows it and is never parsed again.
package struct Template: Sendable, Hashable {
    package enum Segment: Sendable, Hashable {
        case text(String)
        case variable(Variable)
    }

    /// `${name}` or `${name.field}`.
    package struct Variable: Sendable, Hashable {
        package let name: String
        package let field: String?
        package let range: SourceRange

        package init(name: String, field: String?, range: SourceRange) {
            self.name = name
            self.field = field
            self.range = range
        }

        /// `name` or `name.field`, as it stands between the braces.
        package var path: String { field.map { "\(name).\($0)" } ?? name }
    }

    package let segments: [Segment]
    package let range: SourceRange

    package init(segments: [Segment], range: SourceRange) {
        self.segments = segments
        self.range = range
    }

    /// A text without variables.
    package init(_ text: String, range: SourceRange) {
        self.init(segments: text.isEmpty ? [] : [.text(text)], range: range)
    }

    /// The text, when nothing is to be filled in.
    package var literal: String? {
        var text = ""
        for segment in segments {
            guard case .text(let part) = segment else { return nil }
            text += part
        }
        return text
    }

    package var variables: [Variable] {
        segments.compactMap { if case .variable(let variable) = $0 { variable } else { nil } }
    }

    /// The text with every variable replaced by what `value` gives for it.
    package func filled<Failure: Error>(
        _ value: (Variable) throws(Failure) -> String
    ) throws(Failure) -> String {
        var text = ""
        for segment in segments {
            switch segment {
            case .text(let part): text += part
            case .variable(let variable): text += try value(variable)
            }
        }
        return text
    }
}
