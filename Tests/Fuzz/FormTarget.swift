/// The form of a request with an image, and the reader of forms.
let target = FuzzTarget(seeds: FormProperties.seeds, holds: FormProperties.hold)
