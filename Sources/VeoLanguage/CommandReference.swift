/// What there is to know about one command. Parser messages, help and completion read it.
package struct CommandReference: Sendable {
    package let name: CommandName
    package let group: CommandGroup
    /// The forms it is written in.
    package let usage: [String]
    /// At most ``mostBriefCharacters``, for the overview.
    package let brief: String
    /// At most ``mostSummaryCharacters``, for the list of completions and the command's page.
    package let summary: String
    /// Plain sentences, each at most a line of 78 characters.
    package let detail: [String]
    package let examples: [String]

    package static let mostSummaryCharacters = 60
    package static let mostBriefCharacters = 26

    /// All commands, in the order of the overview.
    package static let all = CommandName.allCases.map(of)

    package static func of(_ name: CommandName) -> CommandReference {
        switch CommandGroup.of(name) {
        case .making: making(name)
        case .following: following(name)
        case .scripting: scripting(name)
        case .shell: small(name)
        }
    }

    init(
        _ name: CommandName, usage: [String], brief: String, _ summary: String, detail: [String],
        examples: [String]
    ) {
        self.name = name
        group = CommandGroup.of(name)
        self.usage = usage
        self.brief = brief
        self.summary = summary
        self.detail = detail
        self.examples = examples
    }
}

/// The parts of the overview.
package enum CommandGroup: String, Sendable, CaseIterable {
    case making = "Say what to make, and make it"
    case following = "Follow and fetch"
    case scripting = "Scripts"
    case shell = "The shell"

    static func of(_ name: CommandName) -> CommandGroup {
        switch name {
        case .prompt, .image, .submit, .again, .set, .unset, .show, .model, .models: .making
        case .wait, .save, .collect, .jobs, .forget, .adopt, .cost, .budget: .following
        case .let, .param, .for, .end, .include, .expect, .onError, .sleep: .scripting
        case .print, .help, .history, .edit, .clear, .quit: .shell
        }
    }
}
