# The request broke before the gateway made a job of it: nobody here can know, so the user decides.
#: profile openai
#: fault create:reset-before@1
#: requests create=1
submit as cat -- a cat in a garden
wait
adopt @cat
