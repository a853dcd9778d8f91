/// Reads what starts with `$`: a variable, an escaped `${`, or just a dollar sign.
enum Interpolation {
    enum Dollar {
        /// A `$` that means itself.
        case sign
        /// `$${`, which writes `${`.
        case escaped
        /// `${name}`, `${name.field}` or `${name["field"]}`; `end` is the offset behind its brace.
        case variable(Template.Variable, end: Int)
    }

    /// The length of `$${`.
    static let escapeLength = 3

    /// Reads at a `$`. A variable ends before `end`.
    static func read(
        _ source: SourceFile, at start: Int, end: Int
    ) throws(Diagnostic) -> Dollar {
        let bytes = source.utf8
        func byte(_ offset: Int) -> UInt8? { start + offset < end ? bytes[start + offset] : nil }
        if byte(1) == ASCII.dollar, byte(2) == ASCII.openBrace { return .escaped }
        guard byte(1) == ASCII.openBrace else { return .sign }
        var offset = start + 2
        let name = readName(bytes, at: &offset, end: end)
        var field: String?
        if !name.isEmpty, offset < end {
            if bytes[offset] == ASCII.dot {
                offset += 1
                field = readName(bytes, at: &offset, end: end)
            } else if bytes[offset] == ASCII.openBracket {
                offset += 1
                field = readHeading(bytes, at: &offset, end: end)
            }
        }
        guard !name.isEmpty, field?.isEmpty != true, offset < end,
            bytes[offset] == ASCII.closeBrace
        else { throw malformed(source, from: start, to: offset, end: end) }
        let range = SourceRange(start, offset + 1)
        let variable = Template.Variable(name: name, field: field, range: range)
        return .variable(variable, end: offset + 1)
    }

    private static func readName(_ bytes: [UInt8], at offset: inout Int, end: Int) -> String {
        let start = offset
        while offset < end {
            let (scalar, length) = UTF8Decoding.scalar(in: bytes, at: offset)
            let isName =
                offset == start
                ? NameCharacter.canStart(scalar) || scalar == "_"
                : NameCharacter.canContinue(scalar)
            guard isName else { break }
            offset += length
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// `"my heading"]`, with the escapes `\"` and `\\`; empty when it is not closed.
    private static func readHeading(_ bytes: [UInt8], at offset: inout Int, end: Int) -> String {
        guard offset < end, bytes[offset] == ASCII.quote else { return "" }
        offset += 1
        var heading: [UInt8] = []
        while offset < end, bytes[offset] != ASCII.quote {
            if bytes[offset] == ASCII.backslash, offset + 1 < end,
                [ASCII.quote, ASCII.backslash].contains(bytes[offset + 1])
            {
                offset += 1
            }
            heading.append(bytes[offset])
            offset += 1
        }
        guard offset + 1 < end, bytes[offset + 1] == ASCII.closeBracket else { return "" }
        offset += 2
        return ColumnName.of(String(decoding: heading, as: UTF8.self))
    }

    /// The carets go to the closing brace when one is near, else to where reading stopped.
    private static func malformed(
        _ source: SourceFile, from start: Int, to stop: Int, end: Int
    ) -> Diagnostic {
        let nearest = min(end, start + Limits.nameCharacters * 2)
        let brace = source.utf8[stop..<max(stop, nearest)].firstIndex(of: ASCII.closeBrace)
        let range = SourceRange(start, brace.map { $0 + 1 } ?? max(stop, start + 2))
        return Diagnostic(
            .error, brace == nil ? "'${' without its '}'" : "'${…}' does not hold a name",
            in: source, at: range,
            help: [
                "write `${name}`, `${name.field}` or `${name[\"a heading\"]}`; "
                    + "for the characters themselves `$${`"
            ])
    }
}

/// Collects the segments of a template.
struct SegmentBuilder {
    private(set) var segments: [Template.Segment] = []
    private var pending: [UInt8] = []

    mutating func append(_ byte: UInt8) { pending.append(byte) }

    mutating func append(_ bytes: ArraySlice<UInt8>) { pending.append(contentsOf: bytes) }

    mutating func append(_ scalar: Unicode.Scalar) {
        pending.append(contentsOf: String(scalar).utf8)
    }

    mutating func append(_ variable: Template.Variable) {
        flush()
        segments.append(.variable(variable))
    }

    /// Reads the `$` at `offset` and returns the offset behind what it starts.
    mutating func appendDollar(
        _ source: SourceFile, at offset: Int, end: Int
    ) throws(Diagnostic) -> Int {
        switch try Interpolation.read(source, at: offset, end: end) {
        case .sign:
            append(ASCII.dollar)
            return offset + 1
        case .escaped:
            append(ASCII.dollar)
            append(ASCII.openBrace)
            return offset + Interpolation.escapeLength
        case .variable(let variable, let end):
            append(variable)
            return end
        }
    }

    /// Everything so far, as a template.
    mutating func template(_ range: SourceRange) -> Template {
        flush()
        return Template(segments: segments, range: range)
    }

    private mutating func flush() {
        guard !pending.isEmpty else { return }
        segments.append(.text(String(decoding: pending, as: UTF8.self)))
        pending.removeAll(keepingCapacity: true)
    }
}
