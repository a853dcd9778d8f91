#: fault create:answer={"id":"req_77","object":"error","error":{"code":"insufficient_quota","message":"none left"}}
#: requests create=2
submit as cat -- a cat
submit as dog -- a dog
wait
