/// What there is to know about one command. Parser messages, help and completion read it.
package struct CommandReference: Sendable {
    package let name: CommandName
    /// The forms it is written in.
    package let usage: [String]
    /// At most ``mostSummaryCharacters``, for the overview and the list of completions.
    package let summary: String
    /// Plain sentences, each at most a line of 78 characters.
    package let detail: [String]
    package let examples: [String]

    package static let mostSummaryCharacters = 60

    /// All commands, in the order of the overview.
    package static let all = CommandName.allCases.map(of)

    package static func of(_ name: CommandName) -> CommandReference {
        switch name {
        case .set, .unset, .show, .prompt, .image, .submit: making(name)
        case .wait, .save, .jobs, .forget, .adopt, .models: following(name)
        case .print, .sleep, .include, .help, .quit: small(name)
        }
    }

    init(
        _ name: CommandName, usage: [String], _ summary: String, detail: [String],
        examples: [String]
    ) {
        self.name = name
        self.usage = usage
        self.summary = summary
        self.detail = detail
        self.examples = examples
    }
}
