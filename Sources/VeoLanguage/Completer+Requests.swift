/// The candidates for the commands that submit, loop and assert.
extension Completer {
    func again() -> CompletionResult {
        guard !given.isEmpty else { return candidates(references { $0.isFinal }) }
        return request(behind: 1)
    }

    /// What `submit` takes, behind so many words.
    func request(behind count: Int) -> CompletionResult {
        let given = self.given.dropFirst(count)
        // Behind `--` stands text, and a new name stands behind `as`.
        guard !given.contains("--"), given.last != "as" else { return candidates([]) }
        if words.current.hasPrefix("model=") { return candidates(models("model=")) }
        if words.current.hasPrefix("mode=") { return candidates(values(Mode.self, after: "mode=")) }
        var all: [CompletionCandidate] = []
        let hasPair = given.contains { $0.contains("=") }
        if !given.contains("as"), !hasPair {
            all.append(CompletionCandidate("as", help: "name the job"))
        }
        all += pairs([("model=", "for this job alone"), ("mode=", "async or sync")])
        all.append(CompletionCandidate("--", help: "the text of this job"))
        return candidates(all)
    }

    /// The keys of pairs that are not given yet.
    func pairs(_ keys: [(key: String, help: String)]) -> [CompletionCandidate] {
        keys.filter { key, _ in !given.contains { $0.hasPrefix(key) } }
            .map { CompletionCandidate($0.key, help: $0.help, isWhole: false) }
    }

    func loop() -> CompletionResult {
        switch given.count {
        case 1: return candidates([CompletionCandidate("in")])
        case 2:
            return candidates([
                CompletionCandidate("range", help: "numbers: 1..3"),
                CompletionCandidate("lines", help: "the lines of a file"),
                CompletionCandidate("table", help: "the rows of a .csv, .tsv or .jsonl file"),
                CompletionCandidate("glob", help: "the files that fit a pattern"),
                CompletionCandidate("list", help: "words"),
            ])
        case 3 where ["lines", "table", "glob"].contains(given[2]): return files()
        default: return candidates([])
        }
    }

    func expect() -> CompletionResult {
        guard let first = given.first else { return candidates(references { _ in true }) }
        let isJob = first.hasPrefix("@")
        switch isJob ? given.count : given.count + 1 {
        case 1: return candidates(JobField.allCases.map { CompletionCandidate($0.rawValue) })
        case 2: return candidates(values(ComparisonOperator.self))
        case 3 where isJob && given[1] == JobField.status.rawValue:
            return candidates(values(JobStatus.self))
        case 3 where isJob && given[1] == JobField.mode.rawValue:
            return candidates(values(Mode.self))
        case 3 where isJob && given[1] == JobField.model.rawValue: return candidates(models())
        default: return candidates([])
        }
    }

    func model() -> CompletionResult {
        guard !given.isEmpty else { return candidates([]) }
        let current = words.current
        if current.hasPrefix("aspect=") { return candidates(values(Aspect.self, after: "aspect=")) }
        if current.hasPrefix("speed=") { return candidates(values(Speed.self, after: "speed=")) }
        if current.hasPrefix("images=") {
            return candidates((0...ImageLimit.most).map { CompletionCandidate("images=\($0)") })
        }
        return candidates(
            pairs([
                ("price=", "dollars for one video"), ("aspect=", "9:16 or 16:9"),
                ("images=", "0, 1 or 2"), ("speed=", "standard or fast"),
            ]))
    }
}
