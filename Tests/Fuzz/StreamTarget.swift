/// The event stream of a sync generation, and the links in its text.
let target = FuzzTarget(seeds: StreamProperties.seeds, holds: StreamProperties.hold)
