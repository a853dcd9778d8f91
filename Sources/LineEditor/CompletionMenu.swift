/// Lays candidates out in rows of cells.
enum CompletionMenu {
    /// The blanks between two columns, in cells.
    private static let gap = 2
    /// Help is cut to what is left of the row, and left out where fewer cells than this are left.
    private static let minimumHelp = 12

    /// The rows of a menu, each shorter than `columns` so that no terminal wraps it. At most
    /// `rows` of them: what does not fit is counted in the last one.
    static func rows(
        _ candidates: [LineEditor.Candidate], columns: Int, rows limit: Int
    ) -> [String] {
        guard limit > 0, columns > gap, !candidates.isEmpty else { return [] }
        let width = columns - 1
        let names = candidates.map {
            CellPosition.truncated(VisibleText.singleLine($0.display), toCells: width)
        }
        let widest = names.map(CellPosition.cells(of:)).max() ?? 0
        let hasHelp = candidates.contains { !$0.help.isEmpty }
        let helpWidth = width - widest - gap
        if hasHelp, candidates.count <= limit, helpWidth >= minimumHelp {
            return zip(names, candidates).map { name, candidate in
                let help = VisibleText.singleLine(candidate.help)
                guard !help.isEmpty else { return name }
                return padded(name, to: widest + gap)
                    + CellPosition.truncated(help, toCells: helpWidth)
            }
        }
        return grid(names, widest: widest, width: width, limit: limit)
    }

    /// Columns that are read downwards, as a directory listing is.
    private static func grid(
        _ names: [String], widest: Int, width: Int, limit: Int
    ) -> [String] {
        let across = max(1, (width + gap) / (widest + gap))
        let needed = (names.count + across - 1) / across
        let shown = needed <= limit ? names.count : max(0, (limit - 1) * across)
        let height = (shown + across - 1) / across
        var rows = (0..<height).map { row in
            let cells = stride(from: row, to: shown, by: max(height, 1)).map { names[$0] }
            return cells.dropLast().map { padded($0, to: widest + gap) }.joined()
                + (cells.last ?? "")
        }
        if shown < names.count {
            let note = "… and \(names.count - shown) more: type a letter or two"
            rows.append(CellPosition.truncated(note, toCells: width))
        }
        return rows
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - CellPosition.cells(of: text)))
    }
}
