/// The addresses in answers, and what is sent for them.
let target = FuzzTarget(seeds: LinkProperties.seeds, holds: LinkProperties.hold)
