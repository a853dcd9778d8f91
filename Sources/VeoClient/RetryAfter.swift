/// The value of a `Retry-After` header (RFC 9110 section 10.2.3).
enum RetryAfter {
    /// The pause it asks for: seconds (also with decimals) or an HTTP date, of which `now` is
    /// subtracted (Unix seconds). Nil when it cannot be read.
    static func parse(_ text: String, now: Int) -> Duration? {
        let value = text.trimmedBlanks
        if let seconds = Double(value), seconds.isFinite, seconds >= 0, seconds < 1e9 {
            return .milliseconds(Int64(clamping: (seconds * 1_000).rounded(.up)))
        }
        return unixSeconds(httpDate: value).map { .seconds(max($0 - now, 0)) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` as Unix seconds; the two obsolete forms are not read.
    static func unixSeconds(httpDate: String) -> Int? {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let fields = httpDate.split(separator: " ")
        guard fields.count == 6, fields[5] == "GMT", let day = Int(fields[1]),
            let month = months.firstIndex(of: String(fields[2])), let year = Int(fields[3]),
            (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let time = fields[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
            (0...60).contains(time[2])
        else { return nil }
        // Days since 1 March of year 0, with the leap day at the end of the year.
        let shifted = month < 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
        let daysTo1970 = 719_468
        return (days - daysTo1970) * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
    }
}
