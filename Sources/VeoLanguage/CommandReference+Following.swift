/// The commands that follow jobs, and the small ones.
extension CommandReference {
    static func following(_ name: CommandName) -> CommandReference {
        switch name {
        case .wait: wait
        case .save: save
        case .jobs: jobs
        case .forget: forget
        case .adopt: adopt
        default: models
        }
    }

    static func small(_ name: CommandName) -> CommandReference {
        switch name {
        case .print: print
        case .sleep: sleep
        case .include: include
        case .help: help
        default: quit
        }
    }

    private static let wait = CommandReference(
        .wait, usage: ["wait [REF …] [any] [timeout=DURATION]"], "wait until jobs have ended",
        detail: [
            "Without a reference it waits for every job whose end was not told yet; with `any`,",
            "for the first of them. Ctrl-C ends the waiting, never the job.",
            "`wait @#7` follows a job of an earlier session again.",
        ],
        examples: ["wait", "wait @cat-* any", "wait @last timeout=10m"])

    private static let save = CommandReference(
        .save, usage: ["save [REF …] [to PATH] [if-exists=number|replace|fail]"],
        "download videos, with their facts as JSON beside them",
        detail: [
            "Without a reference it saves every completed job that is not saved yet.",
            "The path is that of `set out` unless `to` gives another; `${job.name}` and other",
            "fields of the job are filled in. A file that is there is kept: cat-2.mp4 is written.",
        ],
        examples: ["save", "save @cat to cat.mp4", "save @cat-* to takes/${job.name}.mp4"])

    private static let jobs = CommandReference(
        .jobs, usage: ["jobs [REF …]"], "the table of jobs",
        detail: ["Name, state, progress, model, elapsed time, cost and file of each job."],
        examples: ["jobs", "jobs @failed"])

    private static let forget = CommandReference(
        .forget, usage: ["forget REF …"], "stop following jobs",
        detail: [
            "It says whether the job goes on, and is billed, on the server.",
            "A job that was not sent yet is cancelled.",
        ],
        examples: ["forget @cat-2"])

    private static let adopt = CommandReference(
        .adopt, usage: ["adopt ID [as NAME]"], "follow a job that exists on the server",
        detail: ["ID is the server's id of the job. Nothing is submitted, and nothing is paid."],
        examples: ["adopt video_abc123 as cat"])

    private static let models = CommandReference(
        .models, usage: ["models"], "the table of models and their prices",
        detail: ["Aspect, speed, whether a model takes images, and the price of a video."],
        examples: ["models"])

    private static let print = CommandReference(
        .print, usage: ["print [TEXT]"], "print a line",
        detail: [
            "`${count.completed}`, `${count.failed}`, `${count.all}` and `${cost.total}` are filled",
            "in, and so is `${env.NAME}`.",
        ],
        examples: ["print done: ${count.completed} of ${count.all}"])

    private static let sleep = CommandReference(
        .sleep, usage: ["sleep DURATION"], "pause",
        detail: ["A duration is a whole number and its unit: 500ms, 90s, 10m, 2h."],
        examples: ["sleep 30s"])

    private static let include = CommandReference(
        .include, usage: ["include FILE"], "run another script here",
        detail: [
            "Its path is relative to the file that names it. Its settings stay.",
            "Scripts may include each other up to 16 deep, and never in a circle.",
        ],
        examples: ["include settings.veo"])

    private static let help = CommandReference(
        .help, usage: ["help [TOPIC]"], "this overview, or all about one thing",
        detail: ["A topic is a command, a setting, `settings` or `references`."],
        examples: ["help submit", "help references"])

    private static let quit = CommandReference(
        .quit, usage: ["quit"], "leave",
        detail: [
            "Jobs go on at the server. `wait @#7` in a later session follows them again."
        ],
        examples: ["quit"])
}
