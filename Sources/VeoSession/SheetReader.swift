import VeoLanguage

/// Reads tables as spreadsheets write them: commas, semicolons or tabs between the cells, `sep=;`
/// on a line of its own, blanks round headings, columns and rows without anything in them.
struct SheetReader {
    private let path: String
    private var findings = Findings()
    private var help: [String] = []

    private init(_ path: String) { self.path = path }

    /// - Parameter separator: `nil` finds it out.
    static func table(
        _ text: SheetText, _ path: String, separator: UInt8?
    ) throws(RunFailure) -> LoopData {
        let sheet =
            separator.map {
                SheetSeparator(
                    byte: $0, rows: DelimitedRows(text.utf8, separator: $0, hasQuotes: false))
            } ?? SheetSeparator(of: text.utf8)
        var reader = SheetReader(path)
        guard let heading = sheet.rows.rows.first else {
            throw RunFailure("'\(VisibleText.of(path))' has no rows", exitCode: .script)
        }
        for problem in sheet.rows.problems { reader.add(problem) }
        // A quote that is not closed has eaten the rows behind it: they are not what is wrong.
        guard reader.findings.isEmpty else { throw reader.failure }
        let body = sheet.rows.rows.dropFirst().filter { !$0.isBlank }
        let columns = reader.columns(heading, body)
        guard reader.findings.isEmpty else { throw reader.failure }
        let rows = reader.rows(body, columns)
        guard reader.findings.isEmpty else {
            if sheet.isGuess { reader.help.append(SheetSeparator.help) }
            throw reader.failure
        }
        let told = [text.encoding, separator == nil ? sheet.told : nil]
            .compactMap(\.self).joined(separator: ", ")
        return LoopData(
            .table(columns: columns.map(\.name), rows: rows),
            origin: LoopData.Origin(file: path, lines: body.map(\.line)),
            notice: told.isEmpty ? nil : "\(VisibleText.of(path)) is read as \(told)")
    }

    private var failure: RunFailure { RunFailure(findings, help: help) }

    private mutating func add(_ problem: DelimitedRows.Problem) {
        let place = SheetPlace(file: path, line: problem.line)
        findings.add(
            "\(problem.column.map { place.cell($0, nil) } ?? place.text): \(problem.message)")
    }

    // MARK: Headings

    private struct Column {
        /// Where it stands, from 0.
        let index: Int
        let name: String
    }

    /// The columns that have a name. One without is passed over when nothing stands in it.
    private mutating func columns(
        _ heading: DelimitedRows.Row, _ body: [DelimitedRows.Row]
    ) -> [Column] {
        let place = SheetPlace(file: path, line: heading.line)
        var columns: [Column] = []
        var places: [String: Int] = [:]
        for (index, cell) in heading.cells.enumerated() {
            let name = ColumnName.of(cell)
            guard !name.isEmpty else {
                guard let row = body.first(where: { Self.isFilled($0, index) }) else { continue }
                findings.add(
                    "\(place.text): column \(index + 1) has no heading, and line \(row.line) "
                        + "has a cell in it")
                continue
            }
            if let control = ControlCharacter.first(in: name) {
                findings.add("\(place.cell(index + 1, nil)): \(control.problem)")
            }
            if let first = places.updateValue(index + 1, forKey: name) {
                findings.add(
                    "\(place.text): the heading '\(VisibleText.of(name))' stands there twice, in "
                        + "columns \(first) and \(index + 1)")
            }
            columns.append(Column(index: index, name: name))
        }
        if !findings.isEmpty { help = ["give each column a heading of its own"] }
        return columns
    }

    private static func isFilled(_ row: DelimitedRows.Row, _ index: Int) -> Bool {
        row.cells.indices.contains(index) && !row.cells[index].isBlank
    }

    // MARK: Rows

    /// The cells of the columns. Rows may end in empty cells beyond the headings.
    private mutating func rows(
        _ body: [DelimitedRows.Row], _ columns: [Column]
    ) -> [[String]] {
        let count = (columns.last?.index ?? 0) + 1
        return body.map { row in
            let place = SheetPlace(file: path, line: row.line)
            let cells = row.cells
            guard cells.count >= count, cells[count...].allSatisfy(\.isBlank) else {
                findings.add(
                    "\(place.text): the row has \(cells.count) "
                        + "\(cells.count == 1 ? "cell" : "cells"), the heading \(columns.count)")
                return []
            }
            return columns.map { column in
                let cell = cells[column.index]
                if let control = ControlCharacter.first(in: cell) {
                    findings.add("\(place.cell(column.index + 1, column.name)): \(control.problem)")
                    help = [ControlCharacter.help]
                }
                return cell
            }
        }
    }
}
