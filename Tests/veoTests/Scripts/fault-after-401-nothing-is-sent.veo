#: fault create:status=401
#: requests create=1
set parallel 1
submit x3 as cat -- a cat
wait
jobs
