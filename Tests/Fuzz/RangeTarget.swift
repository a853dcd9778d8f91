/// The ranges and lengths by which a download goes on.
let target = FuzzTarget(seeds: RangeProperties.seeds, holds: RangeProperties.hold)
