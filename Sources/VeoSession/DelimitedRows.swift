import VeoLanguage

/// Cuts a table of text into rows of cells. CSV is read by RFC 4180: cells that hold the separator,
/// a quote or a line end stand in quotes, and a quote in them is doubled. TSV has no quotes: a cell
/// is what stands between two tabs (text/tab-separated-values, as registered with IANA).
///
/// An own reader because the check has to say on which line a row is wrong, and because an empty
/// last cell counts: the packages at hand lose both.
struct DelimitedRows {
    struct Row: Sendable, Hashable {
        /// Where it starts, from 1.
        let line: Int
        var cells: [String]
        /// Separators and blanks and nothing else, as spreadsheets write rows that nobody filled.
        let isBlank: Bool
    }

    struct Problem: Sendable, Hashable {
        let line: Int
        /// The cell, from 1; `nil` where the row is meant.
        let column: Int?
        let message: String
    }

    private(set) var rows: [Row] = []
    private(set) var problems: [Problem] = []

    private let bytes: [UInt8]
    private let separator: UInt8
    private let hasQuotes: Bool
    /// Old Macintosh programs end lines in CR. In a file that has an LF it is no line end.
    private let endsInCR: Bool
    private var index = 0
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// - Parameters:
    ///   - utf8: A text that is UTF-8 for sure.
    ///   - skipping: Lines at the start that are no rows.
    init(_ utf8: [UInt8], separator: UInt8, hasQuotes: Bool, skipping: Int = 0) {
        bytes = utf8
        self.separator = separator
        self.hasQuotes = hasQuotes
        endsInCR = !utf8.contains(Self.newline)
        for _ in 0..<skipping { skipLine() }
        while let row = next() { rows.append(row) }
    }

    /// The next row that is none of nothing at all.
    private mutating func next() -> Row? {
        while index < bytes.count, skipLineEnd() {}
        guard index < bytes.count else { return nil }
        let (start, first) = (line, index)
        var cells: [String] = []
        var isBlank = true
        while true {
            let cell = cell(cells.count + 1, &isBlank)
            cells.append(cell)
            guard index < bytes.count, bytes[index] == separator else { break }
            index += 1
        }
        if index - first > Limits.tableRowBytes {
            problems.append(
                Problem(
                    line: start, column: nil,
                    message: "the row is longer than \(Limits.tableRowBytes / 1_048_576) MiB"))
        }
        _ = skipLineEnd()
        return Row(line: start, cells: cells, isBlank: isBlank)
    }

    /// One cell; stops at the separator, the line end or the end. What is wrong in it is remembered,
    /// and reading goes on behind it.
    private mutating func cell(_ column: Int, _ isBlank: inout Bool) -> String {
        guard hasQuotes, index < bytes.count, bytes[index] == Self.quote else {
            return bareCell(column, &isBlank)
        }
        isBlank = false
        let (start, first) = (line, index)
        var text: [UInt8] = []
        index += 1
        while true {
            guard index < bytes.count else {
                // What follows an open quote is one cell to the end: nothing more is known.
                add(column, "a quote is opened here and never closed", at: start)
                return ""
            }
            let byte = bytes[index]
            index += 1
            if byte == Self.quote {
                guard index < bytes.count, bytes[index] == Self.quote else { break }
                index += 1
            } else if byte == Self.newline {
                line += 1
            }
            text.append(byte)
            guard index - first <= Limits.tableRowBytes else {
                add(column, "a quote is opened here and not closed within 1 MiB", at: start)
                index = bytes.count
                return ""
            }
        }
        if index < bytes.count, bytes[index] != separator, !isLineEnd(index) {
            add(column, "text follows a closing quote", at: line)
            while index < bytes.count, bytes[index] != separator, !isLineEnd(index) { index += 1 }
        }
        return String(decoding: LineEnds.unified(text), as: UTF8.self)
    }

    private mutating func bareCell(_ column: Int, _ isBlank: inout Bool) -> String {
        let start = index
        var hasQuote = false
        while index < bytes.count, bytes[index] != separator, !isLineEnd(index) {
            if bytes[index] == Self.quote { hasQuote = true }
            index += 1
        }
        if hasQuotes, hasQuote {
            add(
                column, "a quote stands inside a cell: put the cell in quotes and double it",
                at: line)
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isBlank, !text.isBlank { isBlank = false }
        return text
    }

    private mutating func add(_ column: Int, _ message: String, at line: Int) {
        problems.append(Problem(line: line, column: column, message: message))
    }

    private func isLineEnd(_ index: Int) -> Bool {
        switch bytes[index] {
        case Self.newline: true
        case Self.carriageReturn:
            endsInCR || (index + 1 < bytes.count && bytes[index + 1] == Self.newline)
        default: false
        }
    }

    /// False where none stands.
    private mutating func skipLineEnd() -> Bool {
        guard index < bytes.count, isLineEnd(index) else { return false }
        index += bytes[index] == Self.carriageReturn && !endsInCR ? 2 : 1
        line += 1
        return true
    }

    private mutating func skipLine() {
        while index < bytes.count, !isLineEnd(index) { index += 1 }
        _ = skipLineEnd()
    }
}
