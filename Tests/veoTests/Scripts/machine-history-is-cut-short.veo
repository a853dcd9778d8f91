#: file first.veo=submit as cat -- a cat\nwait\nsave
#: first first.veo
#: halve .local/state/veo/history.sqlite
#: requests create=1
submit as dog -- a dog
wait
