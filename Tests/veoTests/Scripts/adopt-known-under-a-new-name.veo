#: file first.veo=submit as cat -- a cat
#: first first.veo
#: requests create=1 download=0
adopt video_aeed2871-0836-49b6-bcbe-489c85572eea as dog
