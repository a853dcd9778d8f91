import FoundationEssentials
import Glibc
import VeoLanguage

/// What a loop goes through, read once, at the check.
package enum LoopData: Sendable, Hashable {
    case texts([String])
    /// The columns, and a row of as many cells for each turn.
    case table(columns: [String], rows: [[String]])

    package var count: Int {
        switch self {
        case .texts(let texts): texts.count
        case .table(_, let rows): rows.count
        }
    }

    /// What the loop's name stands for in one turn.
    package func binding(_ turn: Int) -> Values.Binding {
        switch self {
        case .texts(let texts): .text(texts[turn])
        case .table(let columns, let rows):
            .row(Dictionary(uniqueKeysWithValues: zip(columns, rows[turn])))
        }
    }

    package var columns: [String]? {
        if case .table(let columns, _) = self { columns } else { nil }
    }
}

/// Reads the sources of loops from the disk.
enum LoopSourceReader {
    /// Bytes of a file that a loop goes through.
    static let fileLimit = 256 * 1024 * 1024

    static func lines(_ path: String) throws(RunFailure) -> LoopData {
        let text = try text(of: path)
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
            .filter { $0.contains { !$0.isWhitespace } }
        return .texts(lines)
    }

    static func table(_ path: String) throws(RunFailure) -> LoopData {
        let name = path.lowercased()
        if name.hasSuffix(".csv") { return try delimited(path, separator: ",") }
        if name.hasSuffix(".tsv") { return try delimited(path, separator: "\t") }
        if name.hasSuffix(".jsonl") { return try jsonLines(path) }
        throw RunFailure(
            "'\(path)' is no table", help: ["a table is a .csv, .tsv or .jsonl file"],
            exitCode: .script)
    }

    /// Paths that fit a shell pattern, sorted by their bytes.
    static func glob(_ pattern: String) throws(RunFailure) -> LoopData {
        var result = glob_t()
        defer { globfree(&result) }
        let status = Glibc.glob(pattern, GLOB_NOSORT, nil, &result)
        guard status == 0 || status == GLOB_NOMATCH else {
            throw RunFailure("cannot look for files like '\(pattern)'", exitCode: .script)
        }
        var paths: [String] = []
        for index in 0..<Int(result.gl_pathc) {
            if let path = result.gl_pathv[index] { paths.append(String(cString: path)) }
        }
        return .texts(paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    private static func delimited(
        _ path: String, separator: Character
    ) throws(RunFailure) -> LoopData {
        let rows: [CSVReader.Row]
        do { rows = try CSVReader.rows(try bytes(of: path), separator: separator) } catch let error
            as CSVReader.Failure
        {
            throw place(path, error.line, error.message)
        } catch let failure as RunFailure {
            throw failure
        } catch {
            throw RunFailure("\(error)", exitCode: .script)
        }
        guard let heading = rows.first else { throw empty(path) }
        try checkHeadings(heading.cells, path)
        for row in rows.dropFirst() where row.cells.count != heading.cells.count {
            throw place(
                path, row.line,
                "the row has \(row.cells.count) \(row.cells.count == 1 ? "cell" : "cells"), "
                    + "the heading \(heading.cells.count)")
        }
        return .table(columns: heading.cells, rows: rows.dropFirst().map(\.cells))
    }

    private static func checkHeadings(_ names: [String], _ path: String) throws(RunFailure) {
        var seen: Set<String> = []
        for name in names {
            guard !name.isEmpty else { throw place(path, 1, "a heading is empty") }
            guard seen.insert(name).inserted else {
                throw place(path, 1, "the heading '\(name)' stands there twice")
            }
        }
    }

    /// One JSON object a line. Its columns are the keys of the first; all have the same.
    private static func jsonLines(_ path: String) throws(RunFailure) -> LoopData {
        let text = try text(of: path)
        var columns: [String] = []
        var rows: [[String]] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        where line.contains(where: { !$0.isWhitespace }) {
            guard line.utf8.count <= Limits.tableRowBytes else {
                throw place(
                    path, index + 1,
                    "the row is longer than \(Limits.tableRowBytes / 1_048_576) MiB")
            }
            let object = try? JSONDecoder().decode([String: JSONCell].self, from: Data(line.utf8))
            guard let object else {
                throw place(path, index + 1, "the line is no flat JSON object")
            }
            if columns.isEmpty { columns = object.keys.sorted() }
            guard object.keys.sorted() == columns else {
                throw place(
                    path, index + 1,
                    "its keys are not those of the first line: \(columns.joined(separator: ", "))")
            }
            rows.append(columns.map { object[$0]?.text ?? "" })
        }
        guard !rows.isEmpty else { throw empty(path) }
        return .table(columns: columns, rows: rows)
    }

    // MARK: Files

    private static func text(of path: String) throws(RunFailure) -> String {
        var bytes = try bytes(of: path)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RunFailure("'\(path)' is not UTF-8", exitCode: .script)
        }
        return text
    }

    private static func bytes(of path: String) throws(RunFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw RunFailure(
                "cannot read '\(path)': \(String(cString: strerror(errno)))", exitCode: .script)
        }
        defer { close(descriptor) }
        return try ScriptLibrary.bytes(from: descriptor, name: path, limit: fileLimit)
    }

    private static func place(_ path: String, _ line: Int, _ message: String) -> RunFailure {
        RunFailure("\(path):\(line): \(message)", exitCode: .script)
    }

    private static func empty(_ path: String) -> RunFailure {
        RunFailure("'\(path)' has no rows", exitCode: .script)
    }
}

/// A cell of a JSON line: text as it is, a number or a truth value as JSON writes it.
private struct JSONCell: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            text = ""
        } else if let string = try? container.decode(String.self) {
            text = string
        } else if let number = try? container.decode(Int.self) {
            text = "\(number)"
        } else if let flag = try? container.decode(Bool.self) {
            text = flag ? "true" : "false"
        } else {
            text = "\(try container.decode(Double.self))"
        }
    }
}
