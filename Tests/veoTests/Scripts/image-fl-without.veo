#: requests create=1
submit as cat model=veo-3.1-fl -- a cat
wait
