#: fault create:reset-after@1
#: requests create=2
submit as cat -- a cat
wait
submit as dog -- a dog
wait
jobs @failed
jobs
save
