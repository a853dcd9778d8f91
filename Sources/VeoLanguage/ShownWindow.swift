/// The part of a long line that is shown, with `…` where it is cut, and the cells of the carets
/// in it.
struct ShownWindow {
    let text: String
    let caret: Range<Int>

    /// Cells that are kept before the carets, so that they have a context.
    private static let lead = 24

    init(_ line: ShownLine, caret: Range<Int>, width: Int) {
        guard line.width > width else {
            text = Self.trimmed(line.pieces.map(\.text).joined())
            self.caret = caret
            return
        }
        // The whole line is kept from its start when the carets are near it.
        var first = 0
        if caret.upperBound > width - 1 {
            first = min(max(0, caret.lowerBound - Self.lead), line.width - width + 1)
        }
        let isCutBefore = first > 0
        let room = width - (isCutBefore ? 1 : 0)
        let pieces = line.pieces.drop { $0.cell < first }
        let start = pieces.first?.cell ?? line.width
        let fits = line.width - start <= room
        let limit = start + room - (fits ? 0 : 1)
        let kept = pieces.prefix { $0.cell + $0.width <= limit }
        let offset = (isCutBefore ? 1 : 0) - start
        text = Self.trimmed(
            (isCutBefore ? "…" : "") + kept.map(\.text).joined() + (fits ? "" : "…"))
        let lower = min(max(0, caret.lowerBound + offset), width)
        self.caret = lower..<max(lower + 1, min(caret.upperBound + offset, width))
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
