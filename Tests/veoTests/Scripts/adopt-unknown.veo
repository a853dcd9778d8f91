#: requests create=0
adopt video_abc as cat
