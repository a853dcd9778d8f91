#: fault create:answer={"code":0,"msg":"ok","data":{"ticket":"%1b[2Jt-17"}}
#: requests create=1
submit as cat -- a cat
wait
