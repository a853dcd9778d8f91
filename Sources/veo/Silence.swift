/// How long nothing was said, so that a log shows that a program waits and does not hang. The
/// longer the wait, the rarer the line.
struct Silence {
    /// In milliseconds.
    static let first: Int64 = 30_000
    static let longest: Int64 = 300_000

    private var since: Int64
    private var limit = Self.first

    init(since: Int64 = 0) { self.since = since }

    /// Something was said.
    mutating func end(at now: Int64) { since = now }

    /// Whether a line is due; then the next one is later.
    mutating func isOver(at now: Int64) -> Bool {
        guard now - since >= limit else { return false }
        limit = min(limit * 2, Self.longest)
        return true
    }
}
