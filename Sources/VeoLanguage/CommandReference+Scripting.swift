/// The commands that make a script of statements.
extension CommandReference {
    static func scripting(_ name: CommandName) -> CommandReference {
        switch name {
        case .let: letRow
        case .param: param
        case .for: forRow
        case .end: end
        case .include: include
        case .expect: expect
        case .onError: onError
        default: sleep
        }
    }

    private static let letRow = CommandReference(
        .let, usage: ["let NAME = TEXT"], brief: "give a text a name", "give a text a name",
        detail: [
            "The text runs to the end of the line and is never quoted; a fence holds several",
            "lines. `${NAME}` puts it into prompts, words and references. Its own `${…}` are",
            "filled in at once. `let` may give the same name another text later.",
        ],
        examples: ["let style = 35mm film, soft light", "let where = the old harbour"])

    private static let param = CommandReference(
        .param, usage: ["param NAME [= TEXT]"], brief: "a name the caller sets",
        "a name whose text the caller may give",
        detail: [
            "`veo run --param NAME=TEXT` gives it, and wins over the text that stands here.",
            "Without a text here the caller must give it. A parameter is named once in a script.",
        ],
        examples: ["param out = takes", "param subject"])

    private static let forRow = CommandReference(
        .for,
        usage: [
            "for NAME in range A..B", "for NAME in list WORD …", "for NAME in lines FILE",
            "for NAME in table FILE", "for NAME in glob PATTERN",
        ], brief: "repeat lines up to `end`",
        "repeat the lines up to `end`, once for each value",
        detail: [
            "`range` counts up, both ends included. `lines` takes each line that is not blank.",
            "`table` takes the rows of a .csv, .tsv or .jsonl file: ${row.column} is a cell,",
            "${row[\"a column\"]} one whose heading has blanks or signs in it.",
            "`glob` takes the files that fit, in order. ${loop.index} counts the turns from 1.",
            "Settings and images stay when the loop ends; its name does not. Loops nest 8 deep.",
        ],
        examples: ["for n in range 1..3", "for shot in table shots.csv"])

    private static let end = CommandReference(
        .end, usage: ["end"], brief: "the end of a loop", "the end of a loop",
        detail: ["It stands on a line of its own; `help for` shows the rest."],
        examples: ["end"])

    private static let expect = CommandReference(
        .expect, usage: ["expect REF FIELD OP VALUE", "expect WORD OP WORD"],
        brief: "assert something",
        "stop with exit code 4 unless this holds",
        detail: [
            "OP is == != < <= > >= contains matches. Every job of REF must hold.",
            "Numbers, dollars, durations and sizes compare by value; texts have no < and >.",
            "In the pattern of `matches`, * is any text and ? one character.",
            "`help fields` lists the fields. `${count.failed}` and `${cost.total}` work, too.",
        ],
        examples: [
            "expect @all status == completed", "expect @cat elapsed < 10m",
            "expect ${count.failed} == 0", "expect @cat file matches *.mp4",
        ])

    private static let onError = CommandReference(
        .onError, usage: ["on-error stop|continue"], brief: "stop or continue",
        "whether a failure stops the script",
        detail: [
            "Scripts start with stop, the prompt with continue. It ends with its file; an",
            "included file starts with stop. `try` before a command is `continue` for it alone.",
        ],
        examples: ["on-error continue"])

    private static let include = CommandReference(
        .include, usage: ["include FILE"], brief: "run another script", "run another script here",
        detail: [
            "Its path is relative to the file that names it. Its settings stay.",
            "Scripts may include each other up to 16 deep, and never in a circle.",
        ],
        examples: ["include settings.veo"])

    private static let sleep = CommandReference(
        .sleep, usage: ["sleep DURATION"], brief: "pause", "pause",
        detail: ["A duration is a whole number and its unit: 500ms, 90s, 10m, 2h."],
        examples: ["sleep 30s"])
}
