/// The candidates below the line, and which of them is chosen.
struct CompletionMenu {
    /// The blanks between two columns, in cells.
    private static let gap = 2
    /// Help is cut to what is left of the row, and left out where fewer cells than this are left.
    private static let minimumHelp = 12

    let candidates: [LineEditor.Candidate]
    /// The line as it was before a candidate was put into it.
    let original: History.Draft
    /// What a candidate replaces in it.
    let range: Range<Int>
    private(set) var selection: Int?

    init(
        _ candidates: [LineEditor.Candidate], in original: History.Draft,
        replacing range: Range<Int>
    ) {
        self.candidates = candidates
        self.original = original
        self.range = range
    }

    /// Goes on by `steps`, round the ends. The first step down chooses the first candidate, the
    /// first step up the last one.
    mutating func select(steps: Int) {
        guard !candidates.isEmpty else { return }
        let start = selection ?? (steps > 0 ? -1 : candidates.count)
        selection = (start + steps + candidates.count) % candidates.count
    }

    /// The line with the chosen candidate in it.
    func line(isFinal: Bool = false) -> History.Draft {
        guard let selection else { return original }
        return original.replacing(range, with: candidates[selection], isFinal: isFinal)
    }

    /// The rows, each shorter than `columns` so that no terminal wraps it. At most `limit` of them,
    /// with the chosen candidate among them: what does not fit is counted in the last one.
    func rows(columns: Int, limit: Int) -> [[Cell]] {
        guard limit > 0, columns > Self.gap, !candidates.isEmpty else { return [] }
        let width = columns - 1
        let names = candidates.indices.map { index in
            [Cell](candidates[index].display, style: style(index)).truncated(to: width)
        }
        let widest = names.map(\.width).max() ?? 0
        let hasHelp = candidates.contains { !$0.help.isEmpty }
        let helpWidth = width - widest - Self.gap
        if hasHelp, helpWidth >= Self.minimumHelp {
            return list(names, widest: widest, helpWidth: helpWidth, limit: limit, width: width)
        }
        return grid(names, widest: widest, width: width, limit: limit)
    }

    private func style(_ index: Int) -> LineEditor.Style {
        index == selection ? .selected : .plain
    }

    /// One candidate a row, with its help.
    private func list(
        _ names: [[Cell]], widest: Int, helpWidth: Int, limit: Int, width: Int
    ) -> [[Cell]] {
        let shown = window(rows: names.count, limit: limit) { $0 }
        let rows = shown.map { index -> [Cell] in
            let help = candidates[index].help
            guard !help.isEmpty else { return names[index] }
            let style = index == selection ? LineEditor.Style.selected : .faint
            return names[index].padded(to: widest + Self.gap, self.style(index))
                + [Cell](help, style: style).truncated(to: helpWidth)
        }
        return rows + more(shown.count, width: width, limit: limit)
    }

    /// Columns that are read downwards, as a directory listing is.
    private func grid(_ names: [[Cell]], widest: Int, width: Int, limit: Int) -> [[Cell]] {
        let across = max(1, (width + Self.gap) / (widest + Self.gap))
        // As few rows as do, and then as few columns.
        let height = (names.count + across - 1) / across
        let shown = window(rows: height, limit: limit) { $0 % height }
        var count = 0
        let rows = shown.map { row -> [Cell] in
            let indices = Array(stride(from: row, to: names.count, by: height))
            count += indices.count
            return indices.reduce(into: [Cell]()) { cells, index in
                cells = cells.padded(to: (index / height) * (widest + Self.gap)) + names[index]
            }
        }
        return rows + more(count, width: width, limit: limit)
    }

    /// The rows that are shown: the first ones, or those down to the one of the selection.
    private func window(rows: Int, limit: Int, row: (Int) -> Int) -> Range<Int> {
        guard rows > limit else { return 0..<rows }
        let height = max(limit - 1, 1)
        let end = max(height, (selection.map(row) ?? 0) + 1)
        return (end - height)..<end
    }

    private func more(_ shown: Int, width: Int, limit: Int) -> [[Cell]] {
        guard shown < candidates.count, limit > 1 else { return [] }
        let note = "… and \(candidates.count - shown) more: type a letter or two"
        return [[Cell](note, style: .faint).truncated(to: width)]
    }
}

extension History.Draft {
    /// The line with a candidate in it, and the cursor behind that. A blank follows one that
    /// `isFinal`.
    func replacing(
        _ range: Range<Int>, with candidate: LineEditor.Candidate, isFinal: Bool
    ) -> History.Draft {
        let range = range.clamped(to: 0..<scalars.count)
        let blankFollows = range.upperBound < scalars.count && scalars[range.upperBound] == " "
        let ending = isFinal && candidate.isFinal && !blankFollows ? " " : ""
        let text = Array((candidate.text + ending).unicodeScalars)
        var result = self
        result.scalars.replaceSubrange(range, with: text)
        result.cursor = range.lowerBound + text.count
        return result
    }
}
