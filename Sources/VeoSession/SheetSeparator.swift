/// What stands between the cells of a .csv file. Where the comma is the decimal point,
/// spreadsheets write semicolons; others write tabs under the same ending.
struct SheetSeparator {
    let byte: UInt8
    let rows: DelimitedRows
    /// The heading holds several that it could be, and under none of them have all rows as many
    /// cells as the heading.
    var isGuess = false

    private static let comma = UInt8(ascii: ",")
    private static let all = [comma, UInt8(ascii: ";"), UInt8(ascii: "\t")]
    static let help = "the separator is taken to be a comma; a first line `sep=;` names another"

    init(byte: UInt8, rows: DelimitedRows) {
        self.byte = byte
        self.rows = rows
    }

    /// The one that a first line `sep=;` names, else the only one in the heading, else the first
    /// under which all rows are even.
    init(of utf8: [UInt8]) {
        if let named = Self.named(by: utf8) {
            self.init(
                byte: named,
                rows: DelimitedRows(utf8, separator: named, hasQuotes: true, skipping: 1))
            return
        }
        let candidates = Self.inHeading(of: utf8)
        let first = candidates.first ?? Self.comma
        let rows = DelimitedRows(utf8, separator: first, hasQuotes: true)
        self.init(byte: first, rows: rows)
        guard candidates.count > 1, !rows.isEven else { return }
        for byte in candidates.dropFirst() {
            let rows = DelimitedRows(utf8, separator: byte, hasQuotes: true)
            if rows.isEven {
                self.init(byte: byte, rows: rows)
                return
            }
        }
        isGuess = true
    }

    /// `separator ;` where it is no comma.
    var told: String? {
        switch byte {
        case Self.comma: nil
        case UInt8(ascii: "\t"): "separator tab"
        default: "separator \(Character(Unicode.Scalar(byte)))"
        }
    }

    /// What Excel understands as a first line: `sep=;`.
    private static func named(by utf8: [UInt8]) -> UInt8? {
        let line = utf8.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let text = String(decoding: line.prefix(8), as: UTF8.self).filter { $0 != "\"" }
        guard line.count <= 7, text.utf8.count == 5, text.lowercased().hasPrefix("sep="),
            let byte = text.utf8.last, byte < 0x80
        else { return nil }
        return byte
    }

    /// Those that stand in the heading outside of quotes, a comma before the others.
    private static func inHeading(of utf8: [UInt8]) -> [UInt8] {
        var found: Set<UInt8> = []
        var isQuoted = false
        for byte in utf8.drop(while: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if all.contains(byte) { found.insert(byte) }
        }
        return all.filter(found.contains)
    }
}

extension DelimitedRows {
    /// Whether each row has the cells of the heading, empty ones beyond them aside.
    fileprivate var isEven: Bool {
        guard problems.isEmpty, let heading = rows.first else { return false }
        let count = heading.cells.count
        return rows.allSatisfy { row in
            row.isBlank
                || row.cells.count >= count && row.cells[count...].allSatisfy(\.isBlank)
        }
    }
}
