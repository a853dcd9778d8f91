#: speed 0.1
#: fault create:stall=300ms
#: fault chat:status=400
#: requests create=1
prompt a cat
submit as cat
submit as refused mode=sync
wait @refused
forget @cat
