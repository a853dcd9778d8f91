/// What the program knows and the language does not: what there is to choose from.
package struct CompletionContext: Sendable {
    package struct Model: Sendable, Hashable {
        package let name: String
        package let help: String
        /// What one video costs, in the units of ``Amount``; nil when nobody said.
        package let price: Int?
        /// The images that it takes at most.
        package let images: Int

        package init(
            name: String, help: String, price: Int? = nil, images: Int = ImageLimit.most
        ) {
            self.name = name
            self.help = help
            self.price = price
            self.images = images
        }
    }

    package struct Job: Sendable, Hashable {
        /// Without `@`.
        package let name: String
        package let help: String
        package let isFinal: Bool
        package let isCompleted: Bool
        package let isSaved: Bool
        package let isUnknown: Bool

        package init(
            name: String, help: String, isFinal: Bool, isCompleted: Bool, isSaved: Bool,
            isUnknown: Bool = false
        ) {
            self.name = name
            self.help = help
            self.isFinal = isFinal
            self.isCompleted = isCompleted
            self.isSaved = isSaved
            self.isUnknown = isUnknown
        }
    }

    /// What `let`, `param` and loops have named.
    package struct Variable: Sendable, Hashable {
        package let name: String
        package let help: String
        /// Those of a row of a table; empty for a text.
        package let columns: [String]

        package init(name: String, help: String, columns: [String] = []) {
            self.name = name
            self.help = help
            self.columns = columns
        }
    }

    package var models: [Model]
    package var jobs: [Job]
    package var variables: [Variable]
    /// The model of the next submit.
    package var currentModel: String?
    /// The images that are set.
    package var images = 0
    /// The settings as they are.
    package var settings: [Setting: String] = [:]
    package var isSimulated = false

    package init(models: [Model] = [], jobs: [Job] = [], variables: [Variable] = []) {
        self.models = models
        self.jobs = jobs
        self.variables = variables
    }
}

/// What may stand at the cursor.
package enum CompletionResult: Sendable, Hashable {
    /// Words that replace a range of the line; ranges count Unicode scalars.
    case candidates([CompletionCandidate], replacing: Range<Int>)
    /// Names of files, which the program looks up.
    case files(FileCompletion)
}

package struct CompletionCandidate: Sendable, Hashable {
    package let text: String
    /// A few words about it; may be empty.
    package let help: String
    /// Whether a blank follows once it is chosen. Not so after `mode=`.
    package let isWhole: Bool

    package init(_ text: String, help: String = "", isWhole: Bool = true) {
        self.text = text
        self.help = help
        self.isWhole = isWhole
    }
}

/// A request for the names of files.
package struct FileCompletion: Sendable, Hashable {
    /// What the chosen name replaces, an opening quote included; in Unicode scalars.
    package let range: Range<Int>
    /// The path so far, without its quote and escapes.
    package let prefix: String
    package let directoriesOnly: Bool
    /// Words that are no files and may stand here as well.
    package let others: [CompletionCandidate]

    package init(
        range: Range<Int>, prefix: String, directoriesOnly: Bool,
        others: [CompletionCandidate] = []
    ) {
        self.range = range
        self.prefix = prefix
        self.directoriesOnly = directoriesOnly
        self.others = others
    }

    /// A path as a word of the language: quoted when it must be, with `${` kept literal. A folder's
    /// closing quote is left out, so that typing goes on inside it.
    package static func word(for path: String, isDirectory: Bool) -> String {
        let special: Set<Unicode.Scalar> = [" ", "\t", "\u{3000}", "\"", "\\", "=", "#"]
        let needsQuotes =
            path.unicodeScalars.contains {
                special.contains($0) || VisibleText.escape($0) != nil
            } || path == "none" || path.hasPrefix("@") || path.hasPrefix("“")
        guard needsQuotes else { return literal(path) }
        var word = "\""
        for scalar in path.unicodeScalars {
            switch scalar {
            case "\"": word += "\\\""
            case "\\": word += "\\\\"
            case "\n": word += "\\n"
            case "\t": word += "\\t"
            default: word += VisibleText.escape(scalar) ?? String(scalar)
            }
        }
        return literal(word) + (isDirectory ? "" : "\"")
    }

    /// `${` written so that it means itself.
    private static func literal(_ text: String) -> String {
        var literal = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            literal += rest[..<dollar]
            rest = rest[dollar...]
            literal += rest.hasPrefix("${") ? "$$" : "$"
            rest = rest.dropFirst()
        }
        return literal + rest
    }
}
