/// One line of a source as a terminal can show it: tabs become blanks up to the next stop and
/// control characters become visible escapes. It knows the cell at which each byte is shown.
struct ShownLine {
    /// A piece that is never cut: what one scalar of the source became.
    struct Piece {
        let text: String
        let offset: Int
        let cell: Int
        let width: Int
    }

    /// Cells from one tab stop to the next.
    static let tabWidth = 8

    let pieces: [Piece]
    /// The cells of the whole line.
    let width: Int

    private let end: Int

    /// The bytes of `hidden` are shown as `***`, whatever they are.
    init(_ line: SourceRange, of source: SourceFile, hiding hidden: [SourceRange] = []) {
        var pieces: [Piece] = []
        pieces.reserveCapacity(line.count)
        var cell = 0
        var offset = line.lowerBound
        while offset < line.upperBound {
            if let secret = hidden.first(where: {
                $0.lowerBound <= offset && offset < $0.upperBound
            }) {
                pieces.append(Piece(text: "***", offset: offset, cell: cell, width: 3))
                cell += 3
                offset = min(secret.upperBound, line.upperBound)
                continue
            }
            let (scalar, length) = UTF8Decoding.scalar(in: source.utf8, at: offset)
            let text: String
            let width: Int
            if scalar == "\t" {
                width = Self.tabWidth - cell % Self.tabWidth
                text = String(repeating: " ", count: width)
            } else if let escape = VisibleText.escape(scalar) {
                (text, width) = (escape, escape.utf8.count)
            } else {
                (text, width) = (String(scalar), CellWidth.of(scalar))
            }
            pieces.append(Piece(text: text, offset: offset, cell: cell, width: width))
            cell += width
            offset += length
        }
        self.pieces = pieces
        width = cell
        end = line.upperBound
    }

    /// The cell (from 0) at which the byte at `offset` is shown, the end of the line included.
    func cell(of offset: Int) -> Int {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        if low < pieces.count, pieces[low].offset == offset { return pieces[low].cell }
        if low == pieces.count, offset >= end || low == 0 { return width }
        return low == 0 ? 0 : pieces[low - 1].cell
    }
}
