#: requests create=1
budget 0.20
submit as a -- a
wait
again @a as b
