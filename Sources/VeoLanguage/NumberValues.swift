/// Durations as the language writes them: `500ms`, `90s`, `10m`, `2h`.
package enum DurationValue {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000),
    ]
    private static let help = "a duration is a whole number and its unit: 500ms, 90s, 10m or 2h"
    private static let longestMilliseconds = Int64(Limits.durationHours) * 3_600_000

    /// A whole number with its unit, more than nothing and at most a week.
    package static func parse(_ text: String) throws(ValueError) -> Duration {
        let digits = text.utf8.prefix { (48...57).contains($0) }
        let suffix = String(text.dropFirst(digits.count))
        guard !digits.isEmpty, digits.count == text.prefix(digits.count).utf8.count else {
            throw notDuration(text)
        }
        guard let unit = units.first(where: { $0.suffix == suffix }) else {
            throw notDuration(text, number: String(text.prefix(digits.count)), unit: suffix)
        }
        let number = Int64(String(text.prefix(digits.count))) ?? Int64.max
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflow, milliseconds <= longestMilliseconds else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is too long",
                help: "the longest duration is \(Limits.durationHours)h")
        }
        guard milliseconds > 0 else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is no time at all",
                help: "the shortest duration is 1ms")
        }
        return .milliseconds(milliseconds)
    }

    /// The shortest way to write a duration; parts of a millisecond are dropped.
    package static func text(of duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        for unit in units.reversed() where milliseconds >= unit.milliseconds {
            if milliseconds.isMultiple(of: unit.milliseconds) {
                return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
            }
        }
        return "\(milliseconds)ms"
    }

    private static func notDuration(
        _ text: String, number: String = "", unit: String = ""
    ) -> ValueError {
        var suggestion = self.unit(named: unit).map { number + $0 }
        if unit.isEmpty && !number.isEmpty { suggestion = number + "s" }
        return ValueError(
            message: "\(VisibleText.quoted(text)) is not a duration",
            label: suggestion.map { "did you mean '\($0)'?" } ?? "", help: help)
    }

    /// The unit of the language that a word stands for.
    static func unit(named word: String) -> String? {
        switch word.lowercased() {
        case "ms", "msec": "ms"
        case "s", "sec", "secs", "second", "seconds": "s"
        case "m", "min", "mins", "minute", "minutes": "m"
        case "h", "hr", "hrs", "hour", "hours": "h"
        default: nil
        }
    }
}

/// Whole numbers from 1 to a limit: the N of `xN`, the jobs in flight.
package enum Count {
    /// ASCII digits only, from 1 to `limit`.
    package static func parse(
        _ text: String, limit: Int = Limits.count
    ) throws(ValueError) -> Int {
        let help = "a whole number from 1 to \(limit)"
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is not a whole number", help: help)
        }
        guard let number = Int(text), (1...limit).contains(number) else {
            throw ValueError(
                message: "\(VisibleText.quoted(text)) is out of range", help: help)
        }
        return number
    }
}
