#: fault create:id={snowflake} & answer={"code":"success","data":{"id":12345,"task_id":{id}}}
#: requests create=1
submit as cat -- a cat
wait
save to cat.mp4
print ${count.completed} completed
