#: fault status:answer={"code":0,"message":"SUCCEED","data":{"task_status":"failed","task_status_msg":"risk control"}}
#: requests create=1 status=1
submit as cat -- a cat
wait
