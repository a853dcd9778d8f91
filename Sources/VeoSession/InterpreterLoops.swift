import VeoLanguage

extension LoopData {
    /// A source that is read from the disk, filled in.
    enum Key: Sendable, Hashable {
        case lines(String)
        case table(String)
        case glob(String)

        func read() throws(RunFailure) -> LoopData {
            switch self {
            case .lines(let path): try LoopSourceReader.lines(path)
            case .table(let path): try LoopSourceReader.table(path)
            case .glob(let pattern): try LoopSourceReader.glob(pattern)
            }
        }
    }

    /// What a source stands for when `fill` gives the text of its words: the data itself, or the
    /// key of what was read from the disk.
    enum Resolved: Sendable {
        case data(LoopData)
        case key(Key)
    }
}

extension LoopSource {
    /// The words of the source, for their variables.
    var words: [Template] {
        switch self {
        case .range(let first, let last): [first, last]
        case .lines(let word), .table(let word), .glob(let word): [word]
        case .list(let words): words
        }
    }

    /// The source with the texts of its ``words``.
    func resolved(
        _ texts: [String], in source: SourceFile
    ) throws(ValueError) -> LoopData.Resolved {
        func path(_ text: String) throws(ValueError) -> String {
            try ScriptLibrary.resolve(text, in: source)
        }
        switch self {
        case .range:
            let range = try LoopRange.parse(from: texts[0], to: texts[1])
            return .data(LoopData(.texts(range.map(String.init))))
        case .lines: return .key(.lines(try path(texts[0])))
        case .table: return .key(.table(try path(texts[0])))
        case .glob: return .key(.glob(try path(texts[0])))
        case .list: return .data(LoopData(.texts(texts)))
        }
    }
}

extension Interpreter {
    /// One turn after another; the loop's name ends with it, settings and images stay.
    mutating func run(
        _ loop: Loop, in source: SourceFile, _ checked: CheckedScript
    ) async throws -> Bool {
        let data = try await data(of: loop, in: source, checked)
        let name = loop.variable.text
        var reachedEnd = true
        for turn in 0..<data.count where reachedEnd && !hasQuit {
            await session.define(name, data.binding(turn))
            await session.enterTurn(turn + 1)
            do {
                reachedEnd = try await run(loop.body, in: source, checked)
            } catch {
                await session.leaveTurn()
                await session.define(name, nil)
                throw error
            }
            await session.leaveTurn()
        }
        await session.define(name, nil)
        return reachedEnd
    }

    private func data(
        of loop: Loop, in source: SourceFile, _ checked: CheckedScript
    ) async throws(RunFailure) -> LoopData {
        var texts: [String] = []
        for word in loop.source.words { texts.append(try await fill(word)) }
        let resolved: LoopData.Resolved
        do { resolved = try loop.source.resolved(texts, in: source) } catch {
            throw RunFailure(error)
        }
        switch resolved {
        case .data(let data): return data
        case .key(let key):
            // What the check has read is what runs, also when the file has changed since.
            if let data = checked.loopData[key] { return data }
            return try key.read()
        }
    }
}
