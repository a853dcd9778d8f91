/// A text as written, cut at its `${…}`: literal parts and variables that are filled when the
/// statement runs. Every word of the language is one, so that a value can stand wherever the
/// language allows it and is never parsed again.
package struct Template: Sendable, Hashable {
    package enum Segment: Sendable, Hashable {
        case text(String)
        case variable(Variable)
    }

    /// `${name}`, `${name.field}` or `${name["field"]}`.
    package struct Variable: Sendable, Hashable {
        package let name: String
        package let field: String?
        package let range: SourceRange

        package init(name: String, field: String?, range: SourceRange) {
            self.name = name
            self.field = field
            self.range = range
        }

        /// `name`, `name.field` or `name["a heading"]`, as it stands between the braces.
        package var path: String { field.map { name + ColumnName.suffix($0) } ?? name }
    }

    /// Most templates are one literal text, which needs no array of its own.
    private enum Storage: Sendable, Hashable {
        case literal(String)
        case segments([Segment])
    }

    private let storage: Storage
    package let range: SourceRange

    package init(segments: [Segment], range: SourceRange) {
        let joined = Self.joined(segments)
        if joined.isEmpty {
            storage = .literal("")
        } else if joined.count == 1, case .text(let text) = joined[0] {
            storage = .literal(text)
        } else {
            storage = .segments(joined)
        }
        self.range = range
    }

    /// The segments without empty texts, and with neighbouring texts as one.
    private static func joined(_ segments: [Segment]) -> [Segment] {
        guard segments.count > 1 else { return segments }
        var joined: [Segment] = []
        for segment in segments {
            guard case .text(let text) = segment else {
                joined.append(segment)
                continue
            }
            if case .text(let before)? = joined.last {
                joined[joined.count - 1] = .text(before + text)
            } else if !text.isEmpty {
                joined.append(segment)
            }
        }
        return joined
    }

    /// A text without variables.
    package init(_ text: String, range: SourceRange) {
        storage = .literal(text)
        self.range = range
    }

    /// No text is empty, and none follows another.
    package var segments: [Segment] {
        switch storage {
        case .literal(let text): text.isEmpty ? [] : [.text(text)]
        case .segments(let segments): segments
        }
    }

    /// It is written as nothing: `""`, or a fence without lines.
    package var isEmpty: Bool { literal?.isEmpty == true }

    /// The text, when nothing is to be filled in.
    package var literal: String? {
        switch storage {
        case .literal(let text): return text
        case .segments(let segments):
            var text = ""
            for segment in segments {
                guard case .text(let part) = segment else { return nil }
                text += part
            }
            return text
        }
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

extension Template {
    /// The variables that are written in a part of a script.
    package static func variables(in source: SourceFile, _ range: SourceRange) -> [Variable] {
        var variables: [Variable] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard source.utf8[offset] == ASCII.dollar,
                let found = try? Interpolation.read(source, at: offset, end: range.upperBound)
            else {
                offset += 1
                continue
            }
            switch found {
            case .sign: offset += 1
            case .escaped: offset += Interpolation.escapeLength
            case .variable(let variable, let end):
                variables.append(variable)
                offset = end
            }
        }
        return variables
    }
}
