import VeoLanguage
import VeoSession

/// What a terminal shows while a `wait` goes on: a row for each job whose end is not known.
enum WaitBoard {
    /// Rows shown at most; what does not fit is counted in the last one.
    static let rowLimit = 12

    private static let barWidth = 20

    static func rows(_ jobs: [Job], at now: Int64, columns: Int, limit: Int) -> [String] {
        guard !jobs.isEmpty else { return [] }
        let limit = max(1, min(limit, rowLimit))
        let shown = jobs.count <= limit ? jobs : Array(jobs.prefix(limit - 1))
        let width = shown.map { CellWidth.of($0.name) }.max() ?? 0
        var rows = shown.map { row($0, nameWidth: width, at: now) }
        if shown.count < jobs.count { rows.append(rest(jobs.dropFirst(shown.count))) }
        return rows.map { cut($0, to: columns - 1) }
    }

    private static func row(_ job: Job, nameWidth: Int, at now: Int64) -> String {
        let name = job.name + spaces(nameWidth - CellWidth.of(job.name))
        let state = job.state.rawValue + spaces(10 - job.state.rawValue.count)
        let elapsed = job.elapsed(at: now).map(DurationText.clock(milliseconds:)) ?? ""
        let percent = job.progress.map { "\(Int($0))%" } ?? ""
        return "  \(name)  \(state)  \(bar(job.progress))  "
            + spaces(4 - percent.count) + percent + "  " + elapsed
    }

    private static func bar(_ progress: Double?) -> String {
        let filled = Int((progress ?? 0) / 100 * Double(barWidth))
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: barWidth - filled)
    }

    private static func rest(_ jobs: ArraySlice<Job>) -> String {
        let states = JobState.allCases.compactMap { state -> String? in
            let count = jobs.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(state.rawValue)"
        }
        return "  and \(jobs.count) more: \(states.joined(separator: ", "))"
    }

    /// A row that wraps would be two to erase.
    static func cut(_ text: String, to columns: Int) -> String {
        var width = 0
        var shown = ""
        for character in text {
            width += CellWidth.of(String(character))
            if width > columns { break }
            shown.append(character)
        }
        return shown
    }

    private static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }
}
