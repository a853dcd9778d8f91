#: file first.veo=submit as cat -- a cat
#: first first.veo
#: requests create=1 download=0
adopt video_92e5b929-d9a8-4421-b3d1-ad5b67c7703a as dog
