/// An exact amount of United States dollars, in whole ten-thousandths.
///
/// Prices are sums of many small amounts, so a binary fraction would show cents that nobody
/// was charged.
package struct Money: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let tenThousandths: Int

    /// The most decimals an amount may be written with.
    package static let decimalLimit = 4
    /// The most digits before the point; it keeps every sum far from overflow.
    static let wholeDigitLimit = 9

    package static let zero = Money(tenThousandths: 0)

    package init(tenThousandths: Int) {
        self.tenThousandths = tenThousandths
    }

    /// Reads `2`, `0.15` or `0.0015`; nil for signs, blanks, empty parts and more than four
    /// decimals.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            (1...Self.wholeDigitLimit).contains(parts[0].utf8.count),
            parts.allSatisfy({
                $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
            }),
            let whole = Int(parts[0])
        else { return nil }
        var fraction = 0
        if parts.count == 2 {
            guard (1...Self.decimalLimit).contains(parts[1].utf8.count) else { return nil }
            let missing = Self.decimalLimit - parts[1].utf8.count
            guard let value = Int(String(parts[1]) + String(repeating: "0", count: missing))
            else { return nil }
            fraction = value
        }
        tenThousandths = whole * 10_000 + fraction
    }

    /// `0.15`: two decimals, four when the amount needs them, and no currency sign.
    package var plainDescription: String {
        let amount = tenThousandths.magnitude
        var decimals = String(amount % 10_000)
        decimals = String(repeating: "0", count: Self.decimalLimit - decimals.count) + decimals
        if decimals.hasSuffix("00") { decimals.removeLast(2) }
        return "\(tenThousandths < 0 ? "-" : "")\(amount / 10_000).\(decimals)"
    }

    /// `$0.15`.
    package var description: String {
        tenThousandths < 0
            ? "-$" + plainDescription.dropFirst() : "$" + plainDescription
    }

    package static func < (left: Money, right: Money) -> Bool {
        left.tenThousandths < right.tenThousandths
    }

    /// A sum or product that is too large to be counted is the largest amount there is: above every
    /// budget, so nothing is bought by it.
    package static func + (left: Money, right: Money) -> Money {
        let (sum, overflow) = left.tenThousandths.addingReportingOverflow(right.tenThousandths)
        return Money(tenThousandths: overflow ? saturated(left.tenThousandths > 0) : sum)
    }

    package static func * (left: Money, count: Int) -> Money {
        let (product, overflow) = left.tenThousandths.multipliedReportingOverflow(by: count)
        return Money(
            tenThousandths: overflow ? saturated((left.tenThousandths > 0) == (count > 0)) : product
        )
    }

    package static func - (left: Money, right: Money) -> Money { left + right * -1 }

    /// What goes beyond every number, such as prices of a spoilt history, stays at its end.
    private static func saturated(_ isPositive: Bool) -> Int { isPositive ? .max : -Int.max }
}
