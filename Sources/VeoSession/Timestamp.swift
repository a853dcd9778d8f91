import FoundationEssentials

/// Points in time as the results write them: ISO 8601, UTC, whole seconds.
enum Timestamp {
    static func text(milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
    }
}
