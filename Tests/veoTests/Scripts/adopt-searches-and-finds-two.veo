# Two that fit are a choice, and one that another job has already is not one of them.
#: profile openai
#: speed 0.01
#: fault create:reset-after@1-2
#: requests create=2
submit x2 as cat -- a cat in a garden
wait
try adopt @cat-1
