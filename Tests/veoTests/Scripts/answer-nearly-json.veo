#: fault create:answer={"id":"{id}","prompt":"half a \ud83d, a raw%0Aline%09end and %FF","eta":NaN,"status":"queued",}
#: fault status:answer={"id":"{id}","prompt":"said "hi" to \udc00%0A","eta":-Infinity,"status":"{status}","url":"{link}"}
#: requests create=1
submit as cat -- a cat
wait
save to cat.mp4
print ${count.completed} completed
