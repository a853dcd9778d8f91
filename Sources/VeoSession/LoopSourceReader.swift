import Glibc
import VeoLanguage

/// Reads the sources of loops from the disk.
enum LoopSourceReader {
    /// Bytes of a file that a loop goes through.
    static let fileLimit = 256 * 1024 * 1024

    /// The lines that are not blank. They end in LF or CRLF and in nothing else: what Unicode also
    /// calls a line end stands in the middle of texts that people copy together.
    static func lines(_ path: String) throws(RunFailure) -> LoopData {
        let text = try text(of: path)
        var lines: [String] = []
        var numbers: [Int] = []
        var findings = Findings()
        for (index, bytes) in SheetLines(text.utf8) {
            let line = String(decoding: bytes, as: UTF8.self)
            guard !line.isBlank else { continue }
            if let control = ControlCharacter.first(in: line) {
                let place = SheetPlace(file: path, line: index)
                findings.add("\(place.text): \(control.problem)")
            }
            lines.append(line)
            numbers.append(index)
        }
        guard findings.isEmpty else {
            throw RunFailure(findings, help: [ControlCharacter.help])
        }
        return LoopData(
            .texts(lines), origin: LoopData.Origin(file: path, lines: numbers),
            notice: text.encoding.map { "\(VisibleText.of(path)) is read as \($0)" })
    }

    static func table(_ path: String) throws(RunFailure) -> LoopData {
        let format: TableFormat
        do { format = try TableFormat.parse(path: path) } catch { throw RunFailure(error) }
        let text = try text(of: path)
        switch format {
        case .csv: return try SheetReader.table(text, path, separator: nil)
        case .tsv: return try SheetReader.table(text, path, separator: UInt8(ascii: "\t"))
        case .jsonl: return try JSONLinesReader.table(text, path)
        }
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
        return LoopData(.texts(paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }))
    }

    private static func text(of path: String) throws(RunFailure) -> SheetText {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw RunFailure(
                "cannot read '\(path)': \(String(cString: strerror(errno)))", exitCode: .script)
        }
        defer { close(descriptor) }
        return try SheetText(
            try ScriptLibrary.bytes(from: descriptor, name: path, limit: fileLimit), of: path)
    }
}

/// The lines of a text, with their numbers from 1 and without their ends: LF and CRLF.
struct SheetLines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>?
    private var number = 0

    init(_ utf8: [UInt8]) { rest = utf8[...] }

    mutating func next() -> (number: Int, bytes: ArraySlice<UInt8>)? {
        guard let text = rest else { return nil }
        number += 1
        guard let end = text.firstIndex(of: UInt8(ascii: "\n")) else {
            rest = nil
            return (number, text)
        }
        rest = text[(end + 1)...]
        let line = text[..<end]
        return (number, line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
}

extension String {
    /// Nothing but blanks.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
