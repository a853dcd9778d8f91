/// The commands that follow jobs and what they cost.
extension CommandReference {
    static func following(_ name: CommandName) -> CommandReference {
        switch name {
        case .wait: wait
        case .save: save
        case .collect: collect
        case .jobs: jobs
        case .forget: forget
        case .adopt: adopt
        case .cost: cost
        default: budget
        }
    }

    private static let wait = CommandReference(
        .wait, usage: ["wait [REF …] [any] [timeout=DURATION]"], brief: "until jobs have ended",
        "wait until jobs have ended",
        detail: [
            "Without a reference it waits for every job whose end was not told yet; with `any`,",
            "for the first of them. `timeout` is counted from the last news of these jobs.",
            "Ctrl-C ends the waiting, never the job. `collect` saves each video meanwhile.",
            "`wait @#7` follows a job of an earlier session again.",
        ],
        examples: ["wait", "wait @cat-* any", "wait @last timeout=10m"])

    private static let save = CommandReference(
        .save, usage: ["save [REF …] [to PATH] [if-exists=number|replace|fail]"],
        brief: "download videos",
        "download videos, with their facts as JSON beside them",
        detail: [
            "Without a reference it saves every completed job that is not saved yet.",
            "The path is that of `set out` unless `to` gives another; `${job.name}` and other",
            "fields of the job are filled in. A file that is there is kept: cat-2.mp4 is written.",
        ],
        examples: ["save", "save @cat to cat.mp4", "save @cat-* to takes/${job.name}.mp4"])

    private static let collect = CommandReference(
        .collect,
        usage: ["collect [REF …] [to PATH] [if-exists=number|replace|fail] [timeout=DURATION]"],
        brief: "wait, and save each video",
        "wait for jobs, and save each video as soon as it is there",
        detail: [
            "`wait` and `save` in one: while some jobs still run, the videos of the others are",
            "fetched, so that none expires. Without a reference it takes every job whose end was",
            "not told yet and every video that is not saved. Path and names are those of `save`.",
            "A job that fails, or a video that cannot be had, does not stop the others.",
        ],
        examples: ["collect", "collect @cat-* to takes/${job.name}.mp4", "collect timeout=30m"])

    private static let jobs = CommandReference(
        .jobs, usage: ["jobs [REF …]"], brief: "the table of jobs", "the table of jobs",
        detail: [
            "Name, state, progress, model, elapsed time, cost and file of each job.",
            "`jobs @open` lists what is left to do in all sessions: what still runs, what is not",
            "saved and how long its link lives, what is stale or unknown; and the line for each.",
        ],
        examples: ["jobs", "jobs @failed", "jobs @open"])

    private static let forget = CommandReference(
        .forget, usage: ["forget REF …"], brief: "stop following jobs", "stop following jobs",
        detail: [
            "It says whether the job goes on, and is billed, on the server.",
            "A job that was not sent yet is cancelled. The others are not listed as open any more,",
            "also after the next start; for an unknown one that settles it, see `help unknown`.",
        ],
        examples: ["forget @cat-2", "forget @#7"])

    private static let adopt = CommandReference(
        .adopt, usage: ["adopt ID [as NAME]", "adopt REF [ID]"], brief: "follow a server's job",
        "follow a job that exists on the server",
        detail: [
            "ID is the server's id of the job. Nothing is submitted, and nothing is paid.",
            "With an unknown job, that one is it; without an ID it is searched for, where the",
            "gateway lists its jobs: by model, text and time. See `help unknown`.",
        ],
        examples: ["adopt video_abc123 as cat", "adopt @#7", "adopt @#7 video_abc123"])

    private static let cost = CommandReference(
        .cost, usage: ["cost"], brief: "spent, running, next",
        "what was spent, what runs, and what the next job costs",
        detail: [
            "By model. A failed async job gives its price back; a job whose outcome is unknown",
            "counts as spent.",
        ],
        examples: ["cost"])

    private static let budget = CommandReference(
        .budget, usage: ["budget AMOUNT", "budget", "budget none"], brief: "the most to spend",
        "the most that all runs of the script may spend, in dollars",
        detail: [
            "Every job sent or waiting counts at its full price, those of earlier runs too; a",
            "failed async job gives it back. `submit xN` fits whole or not at all. A model",
            "without a price is refused. In a script it can only be lowered; at the prompt",
            "`budget none` lifts it. Alone it shows what is left.",
        ],
        examples: ["budget 2", "budget 0.75"])
}
