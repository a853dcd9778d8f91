/// Durations as people read them.
package enum DurationText {
    /// As the language writes them, in the largest unit that is exact: `500ms`, `90s`, `10m`, `2h`.
    package static func short(_ duration: Duration) -> String {
        let milliseconds = milliseconds(duration)
        return switch milliseconds {
        case let value where value % 1000 != 0: "\(value)ms"
        case let value where value % 3_600_000 == 0 && value != 0: "\(value / 3_600_000)h"
        case let value where value % 60_000 == 0 && value != 0: "\(value / 60_000)m"
        default: "\(milliseconds / 1000)s"
        }
    }

    /// As a clock shows elapsed time: `0:07`, `3:12`, `1:02:03`.
    package static func clock(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds / 1000)
        let (minutes, rest) = (seconds / 60 % 60, seconds % 60)
        let tail = rest < 10 ? "0\(rest)" : "\(rest)"
        guard seconds >= 3600 else { return "\(minutes):\(tail)" }
        return "\(seconds / 3600):\(minutes < 10 ? "0" : "")\(minutes):\(tail)"
    }

    package static func milliseconds(_ duration: Duration) -> Int64 {
        duration.wholeMilliseconds
    }
}

extension DurationText {
    /// For a pause that someone waits through: `0.4 s`, `12 s`.
    package static func rounded(_ duration: Duration) -> String {
        let milliseconds = milliseconds(duration)
        guard milliseconds < 10_000 else { return "\((milliseconds + 500) / 1000) s" }
        let tenths = (milliseconds + 50) / 100
        return "\(tenths / 10).\(tenths % 10) s"
    }

    /// A guess of how long something still takes, no more exact than it is: `~40s left`,
    /// `~2m left`.
    package static func left(milliseconds: Int64) -> String {
        let seconds = max(milliseconds, 1) / 1000 + 1
        guard seconds > 60 else { return "~\((seconds + 9) / 10 * 10)s left" }
        let minutes = (seconds + 59) / 60
        return minutes < 60 ? "~\(minutes)m left" : "~\((minutes + 59) / 60)h left"
    }

    /// Ages and deadlines in one unit: `5 min`, `22 h`, `3 d`. Rounded down, for a deadline must
    /// not seem later than it is, but at least a minute.
    package static func coarse(milliseconds: Int64) -> String {
        let minutes = max(1, milliseconds / 60_000)
        guard minutes >= 60 else { return "\(minutes) min" }
        let hours = minutes / 60
        return hours < 48 ? "\(hours) h" : "\(hours / 24) d"
    }
}
