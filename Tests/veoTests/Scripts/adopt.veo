#: file first.veo=submit as cat -- a cat
#: first first.veo
#: requests create=1 download=1
jobs
wait @#1
save @#1
