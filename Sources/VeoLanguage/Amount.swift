/// Money as the language writes it: dollars with up to four decimals, `2` or `0.25`.
package enum Amount {
    /// The part of a dollar that money is counted in.
    package static let unitsPerDollar = 10_000
    private static let mostDecimals = 4
    private static let help = "an amount is in dollars: 2 or 0.25, with up to 4 decimals"

    /// Whole ten-thousandths of a dollar; at most ``Limits/dollars`` dollars.
    package static func parse(_ text: String) throws(ValueError) -> Int {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isNumber = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) }
        }
        guard isNumber, (1...2).contains(parts.count) else { throw notAmount(text) }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.count <= mostDecimals else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) has more than \(mostDecimals) decimals",
                help: help)
        }
        guard let dollars = Int(parts[0]), dollars <= Limits.dollars else { throw tooMuch(text) }
        let padded = decimals + String(repeating: "0", count: mostDecimals - decimals.count)
        let units = dollars * unitsPerDollar + (Int(padded) ?? 0)
        guard units <= Limits.dollars * unitsPerDollar else { throw tooMuch(text) }
        return units
    }

    /// The shortest way to write an amount that is not negative: `2`, `0.25`.
    package static func text(of units: Int) -> String {
        let decimals = String(units % unitsPerDollar + unitsPerDollar).dropFirst()
        let shown = decimals.reversed().drop { $0 == "0" }.reversed()
        return "\(units / unitsPerDollar)" + (shown.isEmpty ? "" : "." + String(shown))
    }

    /// An amount as a price: `$2.00`, `$0.15`, `$0.0015`.
    package static func dollars(_ units: Int) -> String {
        let shown = text(of: units)
        guard let point = shown.firstIndex(of: ".") else { return "$\(shown).00" }
        return "$" + shown + (shown[point...].count == 2 ? "0" : "")
    }

    private static func tooMuch(_ text: String) -> ValueError {
        ValueError(
            message: "\(VisibleText.quoted(text)) is too much money",
            help: "the largest amount is \(Limits.dollars) dollars")
    }

    /// `$2`, `2usd`, `0,25` and `.5` are understood as far as to name the fix.
    private static func notAmount(_ text: String) -> ValueError {
        var bare = text.lowercased()
        for sign in ["usd", "us$", "$", "＄", "dollars", "dollar"] {
            if bare.hasPrefix(sign) { bare.removeFirst(sign.count) }
            if bare.hasSuffix(sign) { bare.removeLast(sign.count) }
        }
        bare = String(bare.map { $0 == "," ? "." : $0 })
        if bare.hasPrefix(".") { bare = "0" + bare }
        if bare.hasSuffix(".") { bare.removeLast() }
        let isFixed = bare != text && (try? parse(bare)) != nil
        return ValueError(
            message: "\(VisibleText.quoted(text)) is not an amount of money",
            label: isFixed ? "did you mean '\(bare)'?" : "", help: help)
    }
}
