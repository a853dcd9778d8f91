/// One word of a statement.
struct Word {
    /// The key of a `key=value` word, when what stands before the first `=` is bare and literal.
    struct Pair {
        let key: String
        let keyRange: SourceRange
        let value: Template
    }

    let template: Template
    let isQuoted: Bool
    let pair: Pair?

    var range: SourceRange { template.range }

    /// The word as a keyword is written: bare, and nothing to be filled in.
    var bare: String? { isQuoted ? nil : template.literal }
}
