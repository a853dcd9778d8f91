#: fault create:status=402@1
#: requests create=1
submit as cat -- a cat
wait
submit as dog -- a dog
wait
