import FoundationEssentials

/// Points in time as the results write them: ISO 8601, UTC, whole seconds.
enum Timestamp {
    static func text(milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
    }

    /// `nil` for what is no such text.
    static func milliseconds(_ text: String) -> Int64? {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        return Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded())
    }

    /// The milliseconds between two points in time, of which either may come from a damaged file or
    /// from a clock that was set: never less than none.
    static func span(from start: Int64, to end: Int64) -> Int64 {
        let (span, isOverflow) = end.subtractingReportingOverflow(start)
        return isOverflow ? 0 : max(0, span)
    }

    /// With milliseconds: `2026-03-14T09:26:53.589Z`.
    static func precise(milliseconds: Int64) -> String {
        let rest = String(1000 + milliseconds % 1000).dropFirst()
        return text(milliseconds: milliseconds).dropLast() + ".\(rest)Z"
    }
}
