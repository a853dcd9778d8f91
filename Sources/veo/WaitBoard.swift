import VeoLanguage
import VeoSession

/// What a terminal shows while a `wait` goes on: a row for each job whose end is not known.
enum WaitBoard {
    /// Rows shown at most; where there are more jobs, the first row counts them all.
    static let rowLimit = 12

    /// A bar is as wide as there is room, and left out where that is too little.
    private static let barWidths = 8...20
    private static let stateWidth = JobState.allCases.map(\.rawValue.count).max() ?? 0
    /// The cells of a row besides name and bar: `  ` name `  ` state `  ` ` 36%` `  ` `1:02:03`.
    private static let otherWidth = 2 + 2 + stateWidth + 2 + 4 + 2 + 7

    /// - Parameter ended: how many have ended, by how they did.
    static func rows(
        _ jobs: [Job], ended: [JobState: Int] = [:], at now: Int64, columns: Int, limit: Int
    ) -> [String] {
        guard !jobs.isEmpty else { return [] }
        let limit = max(1, min(limit, rowLimit))
        let shown = jobs.count <= limit ? jobs : movers(jobs, limit - 1)
        let widest = shown.map { CellWidth.of($0.name) }.max() ?? 0
        let leftWidth = shown.map { left($0, at: now).count }.max() ?? 0
        let nameWidth = min(widest, max(columns - 1 - otherWidth - leftWidth, 8))
        let room = columns - 1 - otherWidth - leftWidth - nameWidth - 2
        let barWidth = room < barWidths.lowerBound ? 0 : min(room, barWidths.upperBound)
        var rows = shown.map { row($0, nameWidth: nameWidth, barWidth: barWidth, at: now) }
        if shown.count < jobs.count { rows.insert("  " + total(jobs, ended: ended), at: 0) }
        return rows.map { cut($0, to: columns - 1) }
    }

    /// Those that move first: what waits for its place changes least.
    private static func movers(_ jobs: [Job], _ count: Int) -> [Job] {
        let order: [JobState] = [.running, .queued, .submitting, .unsent]
        var movers: [Job] = []
        for state in order where movers.count < count {
            movers += jobs.lazy.filter { $0.state == state }.prefix(count - movers.count)
        }
        return movers
    }

    /// `42 jobs: 12 completed, 8 running, 22 unsent`.
    static func total(_ jobs: [Job], ended: [JobState: Int]) -> String {
        var counts = ended
        for job in jobs { counts[job.state, default: 0] += 1 }
        let order: [JobState] = [
            .completed, .failed, .unknown, .stale, .running, .queued, .submitting, .unsent,
        ]
        let states = order.compactMap { state in
            counts[state].map { "\($0) \(state.rawValue)" }
        }
        return "\(counts.values.reduce(0, +)) jobs: \(states.joined(separator: ", "))"
    }

    private static func row(
        _ job: Job, nameWidth: Int, barWidth: Int, at now: Int64
    ) -> String {
        let name = cut(job.name, to: nameWidth)
        let state = job.state.rawValue
        let percent = job.percent.map { "\($0)%" } ?? ""
        let elapsed = job.elapsed(at: now).map(DurationText.clock(milliseconds:)) ?? ""
        return "  " + name + spaces(nameWidth - CellWidth.of(name))
            + "  " + state + spaces(stateWidth - state.count)
            + (barWidth > 0 ? "  " + bar(job.percent, width: barWidth) : "")
            + "  " + spaces(4 - percent.count) + percent + "  " + elapsed + left(job, at: now)
    }

    private static func left(_ job: Job, at now: Int64) -> String {
        job.remaining(at: now).map { "  " + DurationText.left(milliseconds: $0) } ?? ""
    }

    private static func bar(_ percent: Int?, width: Int) -> String {
        let filled = (percent ?? 0) * width / 100
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: width - filled)
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

    /// The board as it was written, so that it can be erased.
    struct Drawn {
        private var widths: [Int] = []
        private var resumptions = 0

        init() {}

        /// - Parameter resumptions: how often the process had gone on after a stop by then.
        init(rows: [String], resumptions: Int) {
            widths = rows.map(CellWidth.of)
            self.resumptions = resumptions
        }

        /// The rows that it takes on the screen now. A window that became narrower has wrapped the
        /// wider ones; after a stop the board stands among what the shell wrote, and stays there.
        func screenRows(columns: Int, resumptions: Int) -> Int {
            guard resumptions == self.resumptions else { return 0 }
            let columns = max(columns, 1)
            return widths.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
        }
    }
}
