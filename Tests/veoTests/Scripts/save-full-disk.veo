#: limit 200
#: option --history none
#: show cat.mp4
#: show cat.mp4.part
#: requests create=1
submit as cat -- a cat
wait
save
