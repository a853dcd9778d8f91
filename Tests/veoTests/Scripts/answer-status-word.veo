#: fault status/completed:answer={"id":"{id}","state":"TASK_STATUS_SUCCEED","output":{"video_url":["{link}"]}}
#: requests create=1
submit as cat -- a cat
wait
save to cat.mp4
