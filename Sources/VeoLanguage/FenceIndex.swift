/// Where the lines of a source stand that end in a run of quotes, so that each fence finds its end
/// without reading the lines between, however many fences there are.
struct FenceIndex {
    private struct Key: Hashable {
        let quote: UInt8
        let length: Int
    }

    /// Lines that hold just a run, blanks round it aside: they close fences.
    private var closing: [Key: [Int]] = [:]
    /// Lines that end in a run behind other text: they may open fences.
    private var opening: [Key: [Int]] = [:]

    init(_ source: SourceFile) {
        for index in 0..<source.lineCount {
            let line = source.lineRange(index)
            let end = Lexer.trimmedEnd(source.utf8, line)
            guard let run = FenceRun.ending(source, SourceRange(line.lowerBound, end)) else {
                continue
            }
            var lexer = Lexer(source, line)
            lexer.skipBlanks()
            let key = Key(quote: run.quote, length: run.range.count)
            if lexer.position == run.range.lowerBound {
                closing[key, default: []].append(index)
            } else {
                opening[key, default: []].append(index)
            }
        }
    }

    /// The line that closes the fence which `run` opens on `line`.
    func closingLine(of run: FenceRun, after line: Int) -> Int? {
        next(closing[Key(quote: run.quote, length: run.range.count)] ?? [], after: line)
    }

    /// The same, unless another fence seems to open in between: for a run of which it is not
    /// sure that it was meant to open one.
    func likelyClosingLine(of run: FenceRun, after line: Int) -> Int? {
        guard let end = closingLine(of: run, after: line) else { return nil }
        let key = Key(quote: run.quote, length: run.range.count)
        let other = next(opening[key] ?? [], after: line) ?? Int.max
        return other < end ? nil : end
    }

    /// The first of the ascending `lines` that is greater than `line`.
    private func next(_ lines: [Int], after line: Int) -> Int? {
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            if lines[middle] <= line { low = middle + 1 } else { high = middle }
        }
        return low < lines.count ? lines[low] : nil
    }
}
