/// The loops that are open while a script is read, and the statements in each.
struct OpenLoops {
    private struct Frame {
        /// `nil` when something is wrong with its first line; then its statements are dropped.
        let header: LoopHeader?
        let keyword: SourceRange
        let start: Int
        /// Opened by a `for`, not by a word that seems to be one.
        let isSure: Bool
        var body: [Statement] = []
    }

    private var frames: [Frame] = []
    /// The first `end` that is indented otherwise than the `for` it closes.
    private var misaligned: (end: SourceRange, keyword: SourceRange)?
    /// A misspelt or reserved word came that may have opened or closed something.
    private var isUnsure = false
    /// The statements outside of loops.
    private(set) var statements: [Statement] = []

    /// - Parameter lines: of the text; a statement takes one at least. Growing by doubling would
    ///   hold a long script three times over.
    init(lines: Int) {
        statements.reserveCapacity(min(lines, Self.mostReserved))
    }

    private static let mostReserved = 1_000_000

    mutating func append(_ statement: Statement) {
        if frames.isEmpty {
            statements.append(statement)
        } else if frames[frames.count - 1].header != nil {
            frames[frames.count - 1].body.append(statement)
        }
    }

    /// Opens a loop; returns the error when it is nested too deep. Loops in that one get none.
    mutating func open(
        _ header: LoopHeader?, keyword: SourceRange, start: Int, isSure: Bool, in source: SourceFile
    ) -> Diagnostic? {
        let isTooDeep = isSure && frames.count >= Limits.loopNesting
        frames.append(
            Frame(
                header: isTooDeep ? nil : header, keyword: keyword, start: start, isSure: isSure))
        if !isSure { isUnsure = true }
        guard isTooDeep, frames.count == Limits.loopNesting + 1 else { return nil }
        return Diagnostic(
            .error, "loops are nested too deep", in: source, at: keyword,
            help: ["at most \(Limits.loopNesting) loops stand inside each other"])
    }

    /// Closes the innermost loop with the `end` at `keyword`; returns the error when there is
    /// none.
    mutating func close(
        _ keyword: SourceRange, isSure: Bool, in source: SourceFile
    ) -> Diagnostic? {
        if !isSure { isUnsure = true }
        guard let frame = frames.popLast() else {
            guard isSure, !isUnsure else { return nil }
            return Diagnostic(
                .error, "no loop is open that 'end' could close", in: source, at: keyword,
                help: ["a loop starts with a line such as: for n in range 1..3"])
        }
        let isAligned =
            Self.indentation(of: frame.keyword, in: source)
            == Self.indentation(of: keyword, in: source)
        if misaligned == nil, !isAligned { misaligned = (keyword, frame.keyword) }
        guard let header = frame.header else { return nil }
        let loop = Loop(
            variable: header.variable, source: header.source, sourceRange: header.sourceRange,
            body: frame.body, end: keyword)
        append(
            Statement(
                command: .loop(loop), range: SourceRange(frame.start, keyword.upperBound),
                keyword: frame.keyword))
        return nil
    }

    /// Whether a `for` waits for its `end`.
    var isOpen: Bool { frames.contains(where: \.isSure) }

    /// The errors for the loops that nothing closed, outermost first.
    func unclosed(in source: SourceFile) -> [Diagnostic] {
        guard !isUnsure else { return [] }
        return frames.map { frame in
            var diagnostic = Diagnostic(
                .error, "the loop that starts here is not closed", in: source, at: frame.keyword,
                help: ["end it with a line that holds just end"])
            if let misaligned, misaligned.end.lowerBound > frame.start,
                Self.indentation(of: misaligned.end, in: source)
                    == Self.indentation(of: frame.keyword, in: source)
            {
                let line = source.lineIndex(of: misaligned.keyword.lowerBound) + 1
                diagnostic.notes = [
                    Diagnostic.Note(
                        at: misaligned.end, "this 'end' closes the loop of line \(line) instead")
                ]
            }
            return diagnostic
        }
    }

    /// The blanks before the statement that a word belongs to.
    private static func indentation(
        of keyword: SourceRange, in source: SourceFile
    ) -> ArraySlice<UInt8> {
        let line = source.lineRange(source.lineIndex(of: keyword.lowerBound))
        var lexer = Lexer(source, line)
        lexer.skipBlanks()
        return source.utf8[line.lowerBound..<lexer.position]
    }
}
