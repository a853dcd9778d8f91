/// The words that the language knows, in the order of its pages: what an editor colours, and what
/// a test compares its files with. Names of models are not among them: a catalog has those.
package enum Keywords {
    package static let commands = CommandName.allCases.map(\.rawValue)
    package static let settings = Setting.allCases.map(\.rawValue)
    /// Words that stand before a command, or at the head of a file.
    package static let modifiers = ["try", "veo"]
    /// Words that stand behind a command and are no values: `for … in`, `save … to`.
    package static let particles = ["as", "in", "to", "any", "none", "curl"]
    package static let loopSources = LoopSource.keywords
    package static let showTopics = ["settings", "request", "script"]
    package static let keySources = ["env", "file", "command"]
    /// The keys of `key=value` words.
    package static let pairKeys = [
        "model", "mode", "timeout", "if-exists", "price", "aspect", "images", "speed",
    ]
    /// Values that are words.
    package static let values =
        Mode.allCases.map(\.rawValue) + Switch.allCases.map(\.rawValue)
        + IfExists.allCases.map(\.rawValue) + OnError.allCases.map(\.rawValue)
        + Speed.allCases.map(\.rawValue) + Aspect.allCases.map(\.rawValue) + ["auto"]
    package static let statuses = JobStatus.allCases.map(\.rawValue)
    package static let fields = JobField.allCases.map(\.rawValue)
    package static let operators = ComparisonOperator.allCases.map(\.rawValue)
    /// References that are words, without `@`.
    package static let references = Reference.keywords.map(\.word)
    /// What `${…}` knows by itself: `job.name` stands for every field of a job.
    package static let variables =
        JobField.allCases.map { "job.\($0.rawValue)" } + ["loop.index"]
        + KnownNames.counts.map { "count.\($0)" } + ["cost.total"]
    /// Words that mean nothing yet, so that later editions can give them a meaning.
    package static let reserved = ["if", "else", "while", "fn", "match", "import"]
}
