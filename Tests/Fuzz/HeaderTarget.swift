/// The pauses, tags and addresses in headers.
let target = FuzzTarget(seeds: HeaderProperties.seeds, holds: HeaderProperties.hold)
