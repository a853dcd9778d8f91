#: file first.veo=submit as cat -- a cat
#: first first.veo
#: option --history none
#: requests create=1 download=1
adopt video_aeed2871-0836-49b6-bcbe-489c85572eea as dog
wait @dog
save @dog
show @dog
