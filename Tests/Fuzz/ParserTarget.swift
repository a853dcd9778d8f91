/// The parser and the formatter of the language.
let target = FuzzTarget(seeds: [], holds: { fuzzParse($0) })
