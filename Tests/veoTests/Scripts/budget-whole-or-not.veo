#: requests none
let n = 3
budget 0.40
submit x${n} as a -- a
