/// A decimal number of any length, compared by value without rounding.
package struct ExactNumber: Sendable, Hashable, Comparable {
    private let isNegative: Bool
    /// Without leading zeros.
    private let whole: [UInt8]
    /// Without closing zeros.
    private let fraction: [UInt8]

    package init(_ number: Int) {
        isNegative = number < 0
        whole = number == 0 ? [] : Array(String(number.magnitude).utf8)
        fraction = []
    }

    /// `nil` for what is not written as `12`, `-3` or `0.25`.
    package init?(_ text: String) {
        var digits = Substring(text).utf8
        let isSigned = digits.first == UInt8(ascii: "-")
        if isSigned { digits.removeFirst() }
        let parts = digits.split(separator: ASCII.dot, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy { (48...57).contains($0) } }
            )
        else { return nil }
        whole = Array(parts[0].drop { $0 == 48 })
        var rest = parts.count == 2 ? Array(parts[1]) : []
        while rest.last == 48 { rest.removeLast() }
        fraction = rest
        isNegative = isSigned && !(whole.isEmpty && rest.isEmpty)
    }

    package static func parse(_ text: String) throws(ValueError) -> ExactNumber {
        if let number = ExactNumber(text) { return number }
        let isPercent = text.hasSuffix("%") && ExactNumber(String(text.dropLast())) != nil
        throw ValueError(
            message: "\(VisibleText.quoted(text)) is not a number",
            label: isPercent ? "did you mean '\(text.dropLast())'?" : "",
            help: "such as 8 or 0.5")
    }

    package static func < (left: ExactNumber, right: ExactNumber) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        let (smaller, larger) = left.isNegative ? (right, left) : (left, right)
        if smaller.whole.count != larger.whole.count {
            return smaller.whole.count < larger.whole.count
        }
        if smaller.whole != larger.whole {
            return smaller.whole.lexicographicallyPrecedes(larger.whole)
        }
        return smaller.fraction.lexicographicallyPrecedes(larger.fraction)
    }

    /// The shortest way to write it.
    package var text: String {
        let digits = String(decoding: whole.isEmpty ? [48] : whole, as: UTF8.self)
        let decimals = fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self)
        return (isNegative ? "-" : "") + digits + decimals
    }
}

/// The size of a picture: `720x1280`.
package struct FrameSize: Sendable, Hashable {
    package let width: Int
    package let height: Int

    /// The largest side that is understood, so that a product of two never overflows.
    private static let longestSide = 1_000_000

    package var pixels: Int { width * height }

    package var text: String { "\(width)x\(height)" }

    package static func parse(_ text: String) throws(ValueError) -> FrameSize {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false).map(side)
        if parts.count == 2, let width = parts[0], let height = parts[1] {
            return FrameSize(width: width, height: height)
        }
        let ascii = String(text.map { "X×*".contains($0) ? "x" : $0 })
        let isFixed = ascii != text && (try? parse(ascii)) != nil
        throw ValueError(
            message: "\(VisibleText.quoted(text)) is not a size",
            label: isFixed ? "did you mean '\(ascii)'?" : "",
            help: "a size is width, x and height: 720x1280")
    }

    private static func side(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else {
            return nil
        }
        return (1...longestSide).contains(number) ? number : nil
    }
}

/// The patterns of `matches`: `*` stands for any text, `?` for one character, everything else
/// for itself. A pattern fits a text as a whole, letter case included.
package enum Glob {
    /// Takes time in proportion to the product of both lengths at most, and no memory for it.
    package static func matches(_ text: String, pattern: String) -> Bool {
        let text = Array(text)
        let pattern = Array(pattern)
        var (position, index) = (0, 0)
        // Where to go on when what follows the last `*` does not fit here.
        var retry: (position: Int, index: Int)?
        while position < text.count {
            if index < pattern.count, pattern[index] == "*" {
                retry = (position, index + 1)
                index += 1
            } else if index < pattern.count,
                pattern[index] == "?" || pattern[index] == text[position]
            {
                position += 1
                index += 1
            } else if let last = retry {
                retry = (last.position + 1, last.index)
                (position, index) = (last.position + 1, last.index)
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == "*" }
    }
}
