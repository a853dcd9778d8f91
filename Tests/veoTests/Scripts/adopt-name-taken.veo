#: requests create=0
submit as cat -- a cat
adopt video_abc as cat
