#: fault status:answer={"status":"success","data":[{"status":"{status}","videos":[{"url":"{link}","cover":"{origin}/c.jpg"}]}]}
#: requests create=1
submit as cat -- a cat
wait
save to cat.mp4
print ${count.completed} completed
