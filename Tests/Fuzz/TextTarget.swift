/// What is shown of a text of a server.
let target = FuzzTarget(seeds: TextProperties.seeds, holds: TextProperties.hold)
