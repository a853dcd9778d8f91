#: fault create:answer={"id":"{id}","object":"video","status":"fai
#: fault status:answer={"id":"{id}","status":"failed","data":{"status":"proces*1
#: requests create=1
submit as cat -- a cat
wait
save to cat.mp4
print ${count.completed} completed
