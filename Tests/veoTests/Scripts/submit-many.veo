#: requests create=6
prompt a cat
submit as one
submit x2 as two
submit x2
submit as three model=veo-3.1-landscape mode=async -- another -- text with as x3
wait
show @three
jobs
save
