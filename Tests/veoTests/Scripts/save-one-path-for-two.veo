#: requests create=2 download=0
submit x2 as cat -- a cat
wait
save to cat.mp4
