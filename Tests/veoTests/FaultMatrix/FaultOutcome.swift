import VeoSimulator

/// What became of a cell: one row of a table.
struct FaultOutcome: Sendable {
    /// `saved`, `failed`, `unknown` or `completed, not saved`.
    var state: String
    /// The requests that start a job, as the gateway saw them.
    var creates: Int
    /// The requests of the step.
    var requests: Int
    /// What the gateway took for the job, or holds for it.
    var billed: Int
    var exitCode: Int32
    /// By the clock of the session.
    var waited: Duration
    var said: String

    /// The head of the table of a step.
    static func head(_ step: FaultRule.Step) -> String {
        """
        | \(step.rawValue) | ends as | creates | requests | billed | exit | waits | says |
        |---|---|---|---|---|---|---|---|
        """
    }

    func row(_ cell: FaultCell) -> String {
        let money = "$\(billed / 500_000).\(billed % 500_000 / 50_000)\(billed % 50_000 / 5_000)"
        let tenths = Int(exactly: (waited / .milliseconds(100)).rounded()) ?? 0
        let seconds = "\(tenths / 10).\(tenths % 10) s"
        var cells = [
            cell.title, state, "\(creates)", "\(requests)", money, "\(exitCode)", seconds,
            said.replacing("|", with: "\\|").replacing("<", with: "&lt;"),
        ]
        // Silence is counted from the last bytes on.
        if cell.kinds.first?.hasPrefix("stall=24h") == true, cell.deadline == .idle {
            cells[6] = cell.step == .chat ? "600 s and more" : "60 s and more"
        }
        if cell.isRace {
            if [.chat, .create, .upload].contains(cell.step), ["saved", "unknown"].contains(state) {
                (cells[1], cells[5], cells[6]) = ("saved, or unknown", "0, 3", "0.1 s at most")
                cells[7] = "a link, or an id, that came before the end counts"
            } else {
                cells[3] = "some"
                if state.hasPrefix("completed") {
                    cells[1] = "completed, not saved"
                    cells[7] = "what came is kept under another name where it may be the video"
                }
            }
        }
        return "| " + cells.joined(separator: " | ") + " |"
    }
}
