#: requests none
let x = 1
print ${x
print ${}
print ${ x }
print ${x.y.z}
print ${x-}
print ${if}
