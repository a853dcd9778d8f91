#: requests create=11
budget 1.65
submit x11 as cat -- a cat
wait
