import VeoLanguage

/// What a loop goes through, read once, at the check.
package struct LoopData: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case texts([String])
        /// The columns, and a row of as many cells for each turn.
        case table(columns: [String], rows: [[String]])
    }

    /// Where the turns stand on the disk.
    struct Origin: Sendable, Hashable {
        let file: String
        /// The line of each turn, from 1.
        let lines: [Int]
    }

    let content: Content
    let origin: Origin?
    /// What a reader of the file should know: that it is no UTF-8, or no commas.
    let notice: String?

    init(_ content: Content, origin: Origin? = nil, notice: String? = nil) {
        self.content = content
        self.origin = origin
        self.notice = notice
    }

    package var count: Int {
        switch content {
        case .texts(let texts): texts.count
        case .table(_, let rows): rows.count
        }
    }

    /// What the loop's name stands for in one turn.
    package func binding(_ turn: Int) -> Values.Binding {
        switch content {
        case .texts(let texts): .text(texts[turn])
        case .table(let columns, let rows):
            .row(Dictionary(uniqueKeysWithValues: zip(columns, rows[turn])))
        }
    }

    package var columns: [String]? {
        if case .table(let columns, _) = content { columns } else { nil }
    }

    /// Where a turn stands, down to its cell where one is named: `shots.csv:12, column 2 (prompt)`.
    /// `nil` for what comes from no file.
    func place(_ turn: Int, column: String? = nil) -> String? {
        guard let origin, origin.lines.indices.contains(turn) else { return nil }
        let line = SheetPlace(file: origin.file, line: origin.lines[turn])
        guard let column, let index = columns?.firstIndex(of: column) else { return line.text }
        return line.cell(index + 1, column)
    }
}

/// A line of a file, as messages name it.
struct SheetPlace {
    let file: String
    /// From 1.
    let line: Int

    var text: String { "\(VisibleText.of(file)):\(line)" }

    /// - Parameter column: from 1.
    func cell(_ column: Int, _ heading: String?) -> String {
        let name = heading.map { " (\(VisibleText.of($0)))" } ?? ""
        return "\(text), column \(column)\(name)"
    }
}

/// Things to tell of which there may be a hundred thousand: the first are kept, the others counted.
struct Findings {
    /// So many are shown.
    static let most = 20

    private(set) var shown: [String] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func add(_ finding: @autoclosure () -> String) {
        count += 1
        if shown.count < Self.most { shown.append(finding()) }
    }

    /// The findings, and how many more there are.
    var lines: [String] {
        count > shown.count ? shown + ["and \(count - shown.count) more"] : shown
    }
}

extension RunFailure {
    /// Why a file that a loop goes through cannot be read: the first finding, and the others below.
    init(_ findings: Findings, help: [String] = []) {
        let lines = findings.lines
        self.init(
            lines.first ?? "the file cannot be read", help: Array(lines.dropFirst()) + help,
            exitCode: .script)
    }
}
