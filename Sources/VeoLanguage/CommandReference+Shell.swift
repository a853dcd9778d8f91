/// The commands of a shell.
extension CommandReference {
    static func small(_ name: CommandName) -> CommandReference {
        switch name {
        case .print: print
        case .help: help
        case .history: history
        case .edit: edit
        case .clear: clear
        default: quit
        }
    }

    private static let print = CommandReference(
        .print, usage: ["print [TEXT]"], brief: "print a line", "print a line",
        detail: [
            "Variables are filled in: `help names` lists them. `${count.completed}`,",
            "`${count.failed}`, `${count.all}` and `${cost.total}` say how the run goes.",
        ],
        examples: ["print done: ${count.completed} of ${count.all}"])

    private static let help = CommandReference(
        .help, usage: ["help [TOPIC]"], brief: "this, or all about a topic",
        "this overview, or all about one thing",
        detail: ["A topic is a command, a setting, `settings` or `references`."],
        examples: ["help submit", "help references"])

    private static let quit = CommandReference(
        .quit, usage: ["quit"], brief: "leave", "leave",
        detail: [
            "Jobs go on at the server. `wait @#7` in a later session follows them again."
        ],
        examples: ["quit"])

    private static let history = CommandReference(
        .history, usage: ["history"], brief: "the lines typed so far", "the lines that were typed",
        detail: [
            "They come as a script: short forms are spelt out, and what cannot stand in a file",
            "becomes a comment. The arrow keys bring them back one by one; Ctrl-R searches them.",
        ],
        examples: ["history"])

    private static let edit = CommandReference(
        .edit, usage: ["edit"], brief: "write lines in your editor",
        "write the next lines in your own editor",
        detail: ["It opens $VISUAL or $EDITOR; what is saved there comes back to be run."],
        examples: ["edit"])

    private static let clear = CommandReference(
        .clear, usage: ["clear"], brief: "clear the screen", "clear the screen",
        detail: ["Settings, jobs and history stay."],
        examples: ["clear"])
}
