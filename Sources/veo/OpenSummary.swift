import VeoSession

/// How many jobs are open, and of what kind.
enum OpenSummary {
    /// `2 running (followed again), 1 not saved (3 h left), 1 unknown, maybe billed`; `nil` when
    /// nothing is open. A stale job is followed again, too.
    static func text(_ jobs: [Job], followed: Int = 0, at now: Int64) -> String? {
        let stale = jobs.count { $0.state == .stale }
        let running = jobs.count { !$0.state.isFinal } + stale
        let unsaved = jobs.filter { $0.state == .completed }
        let unknown = jobs.count { $0.state == .unknown }
        var parts: [String] = []
        if running > 0 {
            let again =
                followed == running
                ? " (followed again)" : followed > 0 ? " (\(followed) followed again)" : ""
            let lately = stale > 0 ? ", \(stale) without news lately" : ""
            parts.append("\(running) running\(again)\(lately)")
        }
        if !unsaved.isEmpty {
            let left = unsaved.compactMap(\.fetchableUntil).min().map { until in
                " (\(DurationText.coarse(milliseconds: max(0, until - now))) left)"
            }
            parts.append("\(unsaved.count) not saved\(left ?? "")")
        }
        if unknown > 0 { parts.append("\(unknown) unknown, maybe billed") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
