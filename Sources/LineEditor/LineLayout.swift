/// A place on the screen, counted from the start of the prompt.
struct CellPlace: Equatable {
    var row = 0
    var column = 0
}

/// Prompt and line in rows of cells, and the place of each character in them.
struct LineLayout {
    private let columns: Int
    private(set) var rows: [[Cell]] = [[]]
    /// Where the cursor stands in front of each character; one more for the end of the line.
    private(set) var places: [CellPlace] = []
    private var column = 0

    /// - Parameters:
    ///   - prompt: what stands before the first row of the text.
    ///   - continuation: what stands before each row that starts behind a line break.
    ///   - style: how the character with this offset is drawn.
    init(
        prompt: [Cell], continuation: [Cell], text: [Unicode.Scalar], columns: Int,
        style: (Int) -> LineEditor.Style = { _ in .plain }
    ) {
        self.columns = max(columns, 4)
        // A prompt wider than half the window would leave no room for the line.
        put(prompt.truncated(to: max(self.columns / 2, 2)))
        places.reserveCapacity(text.count + 1)
        for (index, scalar) in text.enumerated() {
            let glyph = Glyph(scalar)
            settle(before: glyph)
            places.append(place)
            switch glyph {
            case .lineBreak:
                startRow()
                put(continuation)
            case .tab:
                repeat { put(.blank(style(index))) } while column % 8 != 0 && column < self.columns
            case .character(let width):
                put(Cell(scalar, width: width, style: style(index)))
            case .mark: join(scalar, style(index))
            case .escape(let text): put([Cell](text, style: style(index).reversed))
            }
        }
        if column >= self.columns { startRow() }
        places.append(place)
    }

    private var place: CellPlace {
        CellPlace(row: rows.count - 1, column: min(column, columns - 1))
    }

    private mutating func settle(before glyph: Glyph) {
        switch glyph {
        case .character(let width) where column + width > columns: startRow()
        case .tab where column >= columns, .escape where column >= columns: startRow()
        default: break
        }
    }

    private mutating func startRow() {
        rows.append([])
        column = 0
    }

    private mutating func put(_ cells: [Cell]) {
        for cell in cells { put(cell) }
    }

    private mutating func put(_ cell: Cell) {
        if column + cell.width > columns { startRow() }
        rows[rows.count - 1].append(cell)
        column += cell.width
    }

    private mutating func join(_ mark: Unicode.Scalar, _ style: LineEditor.Style) {
        let row = rows.count - 1
        if rows[row].isEmpty {
            put(Cell("\u{25CC}", width: 1, style: style))
        }
        rows[row][rows[row].count - 1].join(mark)
    }

    /// The last offset in a row that is not right of `column`; nil where there is no such row.
    func offset(inRow row: Int, column: Int) -> Int? {
        let inRow = places.indices.filter { places[$0].row == row }
        return inRow.last { places[$0].column <= column } ?? inRow.first
    }
}

extension LineEditor.Style {
    var reversed: LineEditor.Style {
        var style = self
        style.isReversed = true
        return style
    }
}
