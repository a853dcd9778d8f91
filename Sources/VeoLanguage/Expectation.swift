/// What `expect` asserts.
package enum Expectation: Sendable, Hashable {
    /// Every job of the reference must hold.
    case job(Reference, JobField, Comparison, Template)
    case words(Template, Comparison, Template)
}

/// An operator where it stands.
package struct Comparison: Sendable, Hashable {
    package let op: ComparisonOperator
    package let range: SourceRange

    package init(op: ComparisonOperator, range: SourceRange) {
        self.op = op
        self.range = range
    }
}

package enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    /// The left text holds the right one.
    case contains
    /// The left text fits the right pattern, see ``Glob``.
    case matches

    /// `<` and its kin, which texts do not have.
    package var isOrder: Bool {
        switch self {
        case .less, .atMost, .greater, .atLeast: true
        case .equal, .notEqual, .contains, .matches: false
        }
    }

    /// What is written for an operator elsewhere.
    static let synonyms: [String: ComparisonOperator] = [
        "=": .equal, "===": .equal, "is": .equal, "eq": .equal, "equals": .equal, "＝": .equal,
        "＝＝": .equal, ":": .equal, "：": .equal, "!==": .notEqual, "<>": .notEqual,
        "≠": .notEqual, "not": .notEqual, "ne": .notEqual, "isnt": .notEqual, "！＝": .notEqual,
        "=<": .atMost, "≤": .atMost, "le": .atMost, "＜": .less, "lt": .less, "=>": .atLeast,
        "≥": .atLeast, "ge": .atLeast, "＞": .greater, "gt": .greater, "~": .matches,
        "=~": .matches, "like": .matches, "match": .matches, "includes": .contains,
        "has": .contains, "in": .contains,
    ]
}
