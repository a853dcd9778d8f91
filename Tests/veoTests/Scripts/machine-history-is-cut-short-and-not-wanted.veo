#: file first.veo=submit as cat -- a cat\nwait\nsave
#: first first.veo
#: halve .local/state/veo/history.sqlite
#: option --history none
#: requests create=2
submit as dog -- a dog
wait
