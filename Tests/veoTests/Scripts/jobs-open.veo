# What earlier runs left is listed with the line that goes on with it.
#: file first.veo=submit as cat -- a cat\nwait\nsubmit as owl -- an owl\nwait\n
#: first first.veo
#: fault create:reset-after@2
jobs @open
jobs @#1 @#2
forget @#2
jobs @open
save @#1
jobs @open
