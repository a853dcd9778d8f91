/// The values that candidates are made of.
extension Completer {
    func models(_ prefix: String = "") -> [CompletionCandidate] {
        // With an image set, a model that takes none could not be submitted.
        let fitting = context.models.filter { $0.images >= context.images }
        return (fitting.isEmpty ? context.models : fitting).map {
            CompletionCandidate(prefix + $0.name, help: $0.help)
        }
    }

    func values<Value>(
        _ type: Value.Type, after prefix: String = ""
    ) -> [CompletionCandidate] where Value: RawRepresentable<String> & CaseIterable {
        type.allCases.map { CompletionCandidate(prefix + $0.rawValue) }
    }

    /// The jobs that a command is for, and the references that are words. When it is for none of
    /// them, all are offered once an `@` asks for them.
    func references(_ isMeant: (CompletionContext.Job) -> Bool) -> [CompletionCandidate] {
        let given = Set(words.before)
        let meant = context.jobs.filter(isMeant)
        let jobs = meant.isEmpty && words.current.hasPrefix("@") ? context.jobs : meant
        var all = jobs.map { CompletionCandidate("@" + $0.name, help: $0.help) }
        if !context.jobs.isEmpty {
            all += [
                CompletionCandidate("@last", help: "the last job"),
                CompletionCandidate("@all", help: "every job of this session"),
                CompletionCandidate("@active", help: "jobs that have not ended"),
                CompletionCandidate("@failed", help: "jobs that failed"),
                CompletionCandidate("@open", help: "running, not saved, stale, unknown"),
            ]
        }
        return all.filter { !given.contains($0.text) }
    }

    func files(
        directoriesOnly: Bool = false, others: [CompletionCandidate] = []
    ) -> CompletionResult {
        let typed = words.current.lowercased()
        return .files(
            FileCompletion(
                range: words.range, prefix: words.current, directoriesOnly: directoriesOnly,
                others: words.isQuoted ? [] : others.filter { $0.text.hasPrefix(typed) }))
    }
}
