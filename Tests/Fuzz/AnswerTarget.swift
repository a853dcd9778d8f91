/// The JSON answers about a task, and errors in them.
let target = FuzzTarget(seeds: AnswerProperties.seeds, holds: AnswerProperties.hold)
