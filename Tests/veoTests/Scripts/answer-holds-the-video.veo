#: fault status/completed:answer={"id":"{id}","status":"completed","metadata":{"url":"data:video/mp4;base64,{video}"}}
#: fault content:status=404
#: requests create=1
submit as cat -- a cat
wait
save to cat.mp4
expect @cat bytes > 1000
