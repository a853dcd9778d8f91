#: fault create:reset-after
#: requests create=1
submit as cat -- a cat
try wait
again @cat
