/// What `budget` says of the most to spend.
package enum BudgetLimit: Sendable, Hashable {
    case unlimited
    /// In ten-thousandths of a dollar.
    case atMost(Int)

    /// `none`, or an amount in dollars, with or without the sign.
    package static func parse(_ text: String) throws(ValueError) -> BudgetLimit {
        if text == "none" { return .unlimited }
        let signs: Set<Unicode.Scalar> = ["$", "＄", "﹩"]
        let isSigned = text.unicodeScalars.first.map(signs.contains) ?? false
        return .atMost(try Amount.parse(isSigned ? String(text.dropFirst()) : text))
    }
}
