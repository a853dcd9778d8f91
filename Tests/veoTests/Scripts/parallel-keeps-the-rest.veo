#: speed 200
#: requests create=5
set parallel 2
submit x5 as cat -- a cat
wait
print ${count.completed}
