#: requests none
set parallel 3
set parallel auto
show parallel
set parallel 7
unset parallel
show parallel
let n = auto
set parallel ${n}
show parallel
