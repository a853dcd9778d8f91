import VeoSession

/// What the right prompt tells of the jobs that are under way.
enum StatusLine {
    /// Names are cut to so many cells.
    private static let nameWidth = 16

    /// Their number, the one that is under way for the longest time, and when the last of them
    /// should be done where that is known: `2 running · cat 3:12 · ~2m left`.
    static func text(_ jobs: [Job], at now: Int64) -> String {
        let active = jobs.filter { !$0.state.isFinal }
        let running = active.filter { $0.state != .unsent }
        guard let oldest = running.min(by: { $0.number < $1.number }) else {
            return active.isEmpty ? "" : "\(active.count) unsent"
        }
        let unsent = active.count - running.count
        let name = WaitBoard.cut(oldest.name, to: nameWidth)
        var parts = ["\(running.count) running"]
        if unsent > 0 { parts.append("\(unsent) unsent") }
        let elapsed = oldest.elapsed(at: now).map { " " + DurationText.clock(milliseconds: $0) }
        parts.append(name + (elapsed ?? ""))
        // Of jobs that wait for a place nobody knows when they start.
        let left = running.map { $0.remaining(at: now) }
        if unsent == 0, !left.contains(nil), let longest = left.compactMap(\.self).max() {
            parts.append(DurationText.left(milliseconds: longest))
        }
        return parts.joined(separator: " · ")
    }
}
