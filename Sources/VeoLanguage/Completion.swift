/// Says what may stand at the cursor of a line that is being typed.
package enum Completion {
    /// `cursor` counts Unicode scalars from the start of the line; what stands behind it is not
    /// looked at.
    package static func complete(
        line: String, cursor: Int, context: CompletionContext
    ) -> CompletionResult {
        if let value = value(line: line, cursor: cursor, context: context) { return value }
        let words = CompletionWords(line, cursor: cursor)
        var before = words.before[...]
        let isTried = before.first?.lowercased() == "try"
        if isTried { before = before.dropFirst() }
        let completer = Completer(
            words: words, context: context, given: Array(before.dropFirst()))
        if words.isClosed { return completer.candidates([]) }
        guard var first = before.first else { return completer.commands(isTried: isTried) }
        if first.hasPrefix("#") { return completer.candidates([]) }
        if first.hasPrefix("?") { first.removeFirst() }
        switch CommandLookup.find(first, dialect: .prompt) {
        case .command(let name): return completer.arguments(of: name)
        case .spelledOut, .ambiguous, .reserved, .unknown: return completer.candidates([])
        }
    }
}

/// The candidates for one command.
struct Completer {
    let words: CompletionWords
    let context: CompletionContext

    /// The words between the command and the cursor.
    let given: [String]

    /// Those that the typed word is the start of, letter case aside.
    func candidates(_ all: [CompletionCandidate]) -> CompletionResult {
        let typed = words.current.lowercased()
        let fitting = all.filter { $0.text.lowercased().hasPrefix(typed) }
        return .candidates(words.isQuoted ? [] : fitting, replacing: words.range)
    }

    /// The commands; behind `try`, those that can be tried.
    func commands(isTried: Bool) -> CompletionResult {
        var all = CommandReference.all.filter {
            !isTried || ($0.name != .for && $0.name != .end)
        }.map { CompletionCandidate($0.name.rawValue, help: $0.summary) }
        if !isTried, !words.current.isEmpty {
            all.append(CompletionCandidate("try", help: "go on when this command fails"))
        }
        return candidates(all)
    }

    func arguments(of name: CommandName) -> CompletionResult {
        switch name {
        case .set: set()
        case .unset: candidates(given.isEmpty ? settings : [])
        case .show: candidates(show())
        case .image: image()
        case .include: given.isEmpty ? files() : candidates([])
        case .submit: request(behind: 0)
        case .again: again()
        case .wait: wait()
        case .save: save { $0.isCompleted && !$0.isSaved }
        case .collect: collect()
        case .jobs: candidates(references { _ in true })
        case .forget: candidates(references { !$0.isFinal })
        case .adopt: candidates(adopt())
        case .help: candidates(given.isEmpty ? Help.topics.map { CompletionCandidate($0) } : [])
        case .for: loop()
        case .expect: expect()
        case .onError: candidates(given.isEmpty ? values(OnError.self) : [])
        case .model: model()
        case .let, .param: candidates(given.count == 1 ? [CompletionCandidate("=")] : [])
        case .prompt, .print, .sleep, .models, .cost, .budget, .end, .history, .edit, .clear,
            .quit:
            candidates([])
        }
    }

    private var settings: [CompletionCandidate] {
        SettingReference.all.map { CompletionCandidate($0.setting.rawValue, help: $0.meaning) }
    }

    private func show() -> [CompletionCandidate] {
        if given.isEmpty { return showTopics + references { _ in true } }
        guard given == ["request"] else { return [] }
        return [CompletionCandidate("curl", help: "as a line for a shell")]
    }

    private var showTopics: [CompletionCandidate] {
        [
            CompletionCandidate("settings", help: "all settings"),
            CompletionCandidate("request", help: "what the next submit sends"),
            CompletionCandidate("script", help: "the lines that make these settings"),
        ] + settings
    }

    private func set() -> CompletionResult {
        guard let key = given.first else { return candidates(settings) }
        guard let setting = Setting(rawValue: key.lowercased()) else { return candidates([]) }
        if setting == .keyFrom { return keySource() }
        guard given.count == 1 else { return candidates([]) }
        switch setting {
        case .model: return candidates(models())
        case .mode: return candidates(values(Mode.self))
        case .sidecar: return candidates(values(Switch.self))
        case .poll, .parallel: return candidates([CompletionCandidate("auto")])
        case .out: return files(directoriesOnly: true)
        case .timeout, .baseURL, .keyFrom: return candidates([])
        }
    }

    private func keySource() -> CompletionResult {
        switch given.count {
        case 1: candidates(["env", "file", "command"].map { CompletionCandidate($0) })
        case 2 where given[1] == "file": files()
        case 2 where given[1] == "env": candidates([CompletionCandidate("VEO_API_KEY")])
        default: candidates([])
        }
    }

    private func image() -> CompletionResult {
        let none = CompletionCandidate("none", help: "text alone")
        guard given.count < 2, given.first != "none" else { return candidates([]) }
        return files(others: given.isEmpty ? [none] : [])
    }

    private func wait() -> CompletionResult {
        var all = given.allSatisfy { $0.hasPrefix("@") } ? references { !$0.isFinal } : []
        if !given.contains("any") {
            all.append(CompletionCandidate("any", help: "until the first has ended"))
        }
        if !given.contains(where: { $0.hasPrefix("timeout=") }) {
            all.append(CompletionCandidate("timeout=", help: "such as 10m", isWhole: false))
        }
        return candidates(all)
    }

    private func adopt() -> [CompletionCandidate] {
        switch given.count {
        case 0: context.jobs.isEmpty ? [] : references(\.isUnknown).filter { $0.text != "@all" }
        case 1 where !given[0].hasPrefix("@"): [CompletionCandidate("as")]
        default: []
        }
    }

    private func collect() -> CompletionResult {
        guard given.last != "to", !words.current.hasPrefix("if-exists="),
            !given.contains(where: { $0.hasPrefix("timeout=") })
        else { return save { !$0.isSaved } }
        let timeout = CompletionCandidate("timeout=", help: "such as 10m", isWhole: false)
        return save(more: [timeout]) { !$0.isSaved }
    }

    private func save(
        more: [CompletionCandidate] = [], _ isMeant: (CompletionContext.Job) -> Bool
    ) -> CompletionResult {
        if given.last == "to" { return files() }
        if words.current.hasPrefix("if-exists=") {
            return candidates(values(IfExists.self, after: "if-exists="))
        }
        var all: [CompletionCandidate] = []
        if given.allSatisfy({ $0.hasPrefix("@") }) {
            all = references(isMeant)
        }
        if !given.contains("to") { all.append(CompletionCandidate("to", help: "a path")) }
        if !given.contains(where: { $0.hasPrefix("if-exists=") }) {
            all.append(
                CompletionCandidate("if-exists=", help: "number, replace or fail", isWhole: false))
        }
        return candidates(all + more)
    }
}
