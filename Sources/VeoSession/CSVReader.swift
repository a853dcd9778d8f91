import VeoLanguage

/// Reads tables of text. CSV is read by RFC 4180: cells that hold the separator, a quote or a line
/// end stand in quotes, and a quote in them is doubled. TSV has no quotes: a cell is what stands
/// between two tabs (text/tab-separated-values, as registered with IANA).
///
/// An own reader because the check has to say on which line a row is wrong, and because an empty
/// last cell counts: the packages at hand lose both.
struct CSVReader {
    struct Row: Sendable, Hashable {
        /// Where it starts, from 1.
        let line: Int
        let cells: [String]
    }

    struct Failure: Error, Hashable {
        let line: Int
        let message: String
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private let quotes: Bool
    private var index = 0
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(_ bytes: [UInt8], separator: Character) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        self.separator = separator.asciiValue ?? UInt8(ascii: ",")
        quotes = separator != "\t"
    }

    /// All rows; blank lines are none.
    static func rows(_ bytes: [UInt8], separator: Character) throws(Failure) -> [Row] {
        var reader = CSVReader(bytes, separator: separator)
        var rows: [Row] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    private mutating func next() throws(Failure) -> Row? {
        while index < bytes.count, isLineEnd(bytes[index]) { skipLineEnd() }
        guard index < bytes.count else { return nil }
        let (start, first) = (line, index)
        var cells: [String] = []
        while true {
            cells.append(try cell())
            guard index - first <= Limits.tableRowBytes else {
                throw Failure(
                    line: start,
                    message: "the row is longer than \(Limits.tableRowBytes / 1_048_576) MiB")
            }
            guard index < bytes.count else { break }
            if bytes[index] == separator {
                index += 1
            } else {
                skipLineEnd()
                break
            }
        }
        return Row(line: start, cells: cells)
    }

    /// One cell; stops at the separator, the line end or the end.
    private mutating func cell() throws(Failure) -> String {
        guard quotes, index < bytes.count, bytes[index] == Self.quote else {
            return try bareCell()
        }
        let start = line
        var text: [UInt8] = []
        index += 1
        while true {
            guard index < bytes.count else {
                throw Failure(line: start, message: "a quote is opened here and never closed")
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
        }
        guard index == bytes.count || bytes[index] == separator || isLineEnd(bytes[index]) else {
            throw Failure(line: line, message: "text follows a closing quote")
        }
        return try decoded(text[...])
    }

    private mutating func bareCell() throws(Failure) -> String {
        let start = index
        while index < bytes.count, bytes[index] != separator, !isLineEnd(bytes[index]) {
            if quotes && bytes[index] == Self.quote {
                throw Failure(
                    line: line,
                    message: "a quote stands inside a cell: put the cell in quotes and double it")
            }
            index += 1
        }
        return try decoded(bytes[start..<index])
    }

    private func decoded(_ bytes: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(line: line, message: "the cell is not UTF-8")
        }
        return text
    }

    private func isLineEnd(_ byte: UInt8) -> Bool {
        byte == Self.newline || byte == Self.carriageReturn
    }

    private mutating func skipLineEnd() {
        if bytes[index] == Self.carriageReturn {
            index += 1
            guard index < bytes.count, bytes[index] == Self.newline else {
                line += 1
                return
            }
        }
        index += 1
        line += 1
    }
}
