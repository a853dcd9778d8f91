#: speed 0.1
#: fault create:stall=300ms
#: fault chat:status=400
#: requests create=1
# The request of cat has left when the script stops: its answer is not lost. When refused has
# ended, cat is on its way.
prompt a cat
submit as cat
submit as refused mode=sync
wait @refused
save @cat
