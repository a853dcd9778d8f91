// Numbers that servers, files and scripts name: none of them ends the program.
//
// Every target that reads such numbers has this file (one file, linked into the others), and with
// it the rule: the conversions of the standard library that trap are declared anew, deprecated,
// so that the compiler refuses `Int(aDouble)` and `.seconds(aDouble)`. Write `Int(exactly:)` where
// a number that does not fit is an error, `Int(clamping:)` where it is only very large, and the
// clamped sums where two numbers of others meet.

extension FixedWidthInteger {
    /// The whole part of a number; beyond the range of the type the nearest end of it, and 0 for
    /// what is no number.
    init(clamping number: Double) {
        if number.isNaN {
            self = 0
        } else if number >= Double(Self.max) {
            self = .max
        } else if number <= Double(Self.min) {
            self = .min
        } else {
            self = Self(exactly: number.rounded(.towardZero)) ?? 0
        }
    }

    /// The sum, or the end of the range that it goes beyond.
    func clampedSum(_ other: Self) -> Self {
        let (sum, isBeyond) = addingReportingOverflow(other)
        return isBeyond ? (other < 0 ? .min : .max) : sum
    }

    /// The product, or the end of the range that it goes beyond.
    func clampedProduct(_ other: Self) -> Self {
        let (product, isBeyond) = multipliedReportingOverflow(by: other)
        return isBeyond ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}

extension Duration {
    /// The longest time that anything here is counted in: a century.
    static let longest = Duration.seconds(100 * 365 * 86_400)

    /// A time in seconds, within a century of zero; zero for what is no number.
    static func seconds(clamping seconds: Double) -> Duration {
        let limit = Self.longest.components.seconds
        let milliseconds = Int64(clamping: seconds * 1_000)
        return .milliseconds(min(max(milliseconds, -limit * 1_000), limit * 1_000))
    }

    /// Whole milliseconds, clamped to what an `Int64` holds.
    var wholeMilliseconds: Int64 {
        components.seconds.clampedProduct(1_000)
            .clampedSum(components.attoseconds / 1_000_000_000_000_000)
    }
}

extension Int {
    @available(*, deprecated, message: "it traps: use Int(exactly:) or Int(clamping:)")
    init(_ number: Double) { self.init(clamping: number) }
}

extension Int32 {
    @available(*, deprecated, message: "it traps: use Int32(exactly:) or Int32(clamping:)")
    init(_ number: Double) { self.init(clamping: number) }
}

extension Int64 {
    @available(*, deprecated, message: "it traps: use Int64(exactly:) or Int64(clamping:)")
    init(_ number: Double) { self.init(clamping: number) }
}

extension UInt {
    @available(*, deprecated, message: "it traps: use UInt(exactly:) or UInt(clamping:)")
    init(_ number: Double) { self.init(clamping: number) }
}

extension UInt8 {
    @available(*, deprecated, message: "it traps: use UInt8(exactly:) or UInt8(clamping:)")
    init(_ number: Double) { self.init(clamping: number) }
}

extension UInt16 {
    @available(*, deprecated, message: "it traps: use UInt16(exactly:) or UInt16(clamping:)")
    init(_ number: Double) { self.init(clamping: number) }
}

extension UInt32 {
    @available(*, deprecated, message: "it traps: use UInt32(exactly:) or UInt32(clamping:)")
    init(_ number: Double) { self.init(clamping: number) }
}

extension UInt64 {
    @available(*, deprecated, message: "it traps: use UInt64(exactly:) or UInt64(clamping:)")
    init(_ number: Double) { self.init(clamping: number) }
}

extension Duration {
    @available(*, deprecated, message: "it traps: use .milliseconds, or .seconds(clamping:)")
    static func seconds(_ seconds: Double) -> Duration { .seconds(clamping: seconds) }

    @available(*, deprecated, message: "it traps: use .seconds(clamping:)")
    static func milliseconds(_ milliseconds: Double) -> Duration {
        .seconds(clamping: milliseconds / 1_000)
    }
}
