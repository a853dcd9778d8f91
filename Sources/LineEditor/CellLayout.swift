import CEditline

/// A place on the screen, counted from the start of the prompt by the rules that libedit draws by:
/// a control character takes two cells, an unprintable one seven or eight, a wide one two, and a
/// wide one that no longer fits moves to the next row whole.
struct CellPosition: Equatable {
    let columns: Int
    private(set) var row = 0
    private(set) var column = 0

    init(columns: Int) {
        self.columns = max(columns, 2)
    }

    mutating func advance(over scalars: some Sequence<Unicode.Scalar>) {
        for scalar in scalars {
            advance(over: scalar)
        }
    }

    mutating func advance(over scalar: Unicode.Scalar) {
        let character = WideText.character(scalar)
        switch UInt32(ce_class_of(character)) {
        case ce_class_newline.rawValue:
            row += 1
            column = 0
        case ce_class_tab.rawValue:
            repeat { put(1) } while column & 7 != 0
        case ce_class_printable.rawValue:
            put(Int(ce_width_of(character)))
        default:
            for _ in 0..<Self.cells(of: scalar) {
                put(1)
            }
        }
    }

    /// Where the cursor stands in front of `next`: a wide character that does not fit takes it to
    /// the next row.
    mutating func settle(before next: Unicode.Scalar?) {
        guard let next else { return }
        let width = Int(ce_width_of(WideText.character(next)))
        if width > 1, column + width > columns {
            row += 1
            column = 0
        }
    }

    private mutating func put(_ width: Int) {
        if column + width > columns {
            row += 1
            column = 0
        }
        column += width
        if column >= columns {
            row += 1
            column = 0
        }
    }

    /// The cells of one character that stands alone. A tab counts as one here and a line break as
    /// none; both depend on where they stand.
    static func cells(of scalar: Unicode.Scalar) -> Int {
        let character = WideText.character(scalar)
        switch UInt32(ce_class_of(character)) {
        case ce_class_newline.rawValue: return 0
        case ce_class_tab.rawValue: return 1
        case ce_class_control.rawValue: return 2
        case ce_class_printable.rawValue: return Int(ce_width_of(character))
        default: return scalar.value > 0xFFFF ? 8 : 7
        }
    }

    static func cells(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + cells(of: $1) }
    }

    /// The longest start of `text` that fits into `limit` cells, with "…" where it was cut.
    static func truncated(_ text: String, toCells limit: Int) -> String {
        guard cells(of: text) > limit else { return text }
        var kept = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            let width = cells(of: scalar)
            guard used + width <= limit - 1 else { break }
            used += width
            kept.append(scalar)
        }
        return limit > 0 ? String(kept) + "…" : ""
    }
}
