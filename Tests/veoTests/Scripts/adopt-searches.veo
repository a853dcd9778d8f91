# Where the gateway lists its jobs, the job whose answer was lost is found again, and paid for once.
#: profile openai
#: fault create:reset-after@1
#: requests create=2
submit as other -- a dog on a roof
wait
submit as cat -- a cat in a garden
wait
adopt @other
wait @other
expect @other status == completed
expect @other cost == 0.15
jobs @open
save
