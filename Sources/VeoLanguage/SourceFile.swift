/// A half-open range of UTF-8 offsets in the text of a ``SourceFile``. The syntax tree of a long
/// script holds very many, so each takes 8 bytes.
package struct SourceRange: Sendable, Hashable {
    private let start: UInt32
    private let end: UInt32

    package init(_ lowerBound: Int, _ upperBound: Int) {
        precondition(lowerBound <= upperBound, "a range must not end before it starts")
        start = UInt32(lowerBound)
        end = UInt32(upperBound)
    }

    package var lowerBound: Int { Int(start) }

    package var upperBound: Int { Int(end) }

    package var isEmpty: Bool { start == end }

    package var count: Int { upperBound - lowerBound }
}

/// A place as people count it: both numbers start at 1, the column counts display cells.
package struct SourcePosition: Sendable, Hashable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// The text that is parsed, with the name that diagnostics show for it.
///
/// The text is kept as UTF-8; every range of the syntax tree counts in its bytes. Bytes that are
/// not UTF-8 are remembered as ``invalidUTF8Offset`` and reported by the parser.
package final class SourceFile: Sendable {
    /// What diagnostics call it: a path as the user wrote it, or `<prompt>`, `<stdin>`.
    package let name: String
    /// The bytes of the text, without a BOM at the start.
    package let utf8: [UInt8]
    /// The offset of the first byte (counted in the file, BOM included) that is not UTF-8.
    package let invalidUTF8Offset: Int?
    /// Where each line starts. Lines end in LF or CRLF; a CR alone is not a line end but a
    /// control character that the parser refuses.
    private let lineStarts: [UInt32]

    /// How many bytes of the file stand before ``utf8``: 3 for a BOM, else 0.
    package let byteOrderMarkLength: Int

    /// A file as it was read.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        byteOrderMarkLength = hasMark ? 3 : 0
        utf8 = hasMark ? Array(bytes.dropFirst(3)) : bytes
        invalidUTF8Offset = UTF8Decoding.firstInvalidOffset(in: bytes)
        var starts: [UInt32] = [0]
        // A text over the limit is refused unread, so its lines are not worth the memory.
        if utf8.count <= Limits.fileBytes {
            for (offset, byte) in utf8.enumerated() where byte == ASCII.lineFeed {
                starts.append(UInt32(offset + 1))
            }
        }
        lineStarts = starts
    }

    /// A text that is already a string: a typed line, an option's value.
    package convenience init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    package var lineCount: Int { lineStarts.count }

    /// The bytes of the line with this index (from 0), without its line end.
    package func lineRange(_ index: Int) -> SourceRange {
        let start = Int(lineStarts[index])
        guard index + 1 < lineStarts.count else { return SourceRange(start, utf8.count) }
        var end = Int(lineStarts[index + 1]) - 1
        if end > start, utf8[end - 1] == ASCII.carriageReturn { end -= 1 }
        return SourceRange(start, end)
    }

    /// The line (from 0) that holds the byte at `offset`; a line end belongs to its line.
    package func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// Line and column of a byte offset. The column counts display cells, as the carets of
    /// ``DiagnosticRenderer`` do.
    package func position(of offset: Int) -> SourcePosition {
        let index = lineIndex(of: offset)
        let line = ShownLine(lineRange(index), of: self)
        return SourcePosition(line: index + 1, column: line.cell(of: offset) + 1)
    }

    /// The text of a range; bytes that are not UTF-8 become U+FFFD.
    package func text(in range: SourceRange) -> String {
        String(decoding: utf8[range.lowerBound..<range.upperBound], as: UTF8.self)
    }
}
