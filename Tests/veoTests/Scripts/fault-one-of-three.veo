#: fault create:fail@2
#: requests create=3 download=2
set parallel 1
submit x3 as cat -- a cat
wait
save
