/// The check of an MP4 file.
let target = FuzzTarget(seeds: VideoProperties.seeds, holds: VideoProperties.hold)
