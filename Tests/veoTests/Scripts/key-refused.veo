#: key wrong-test-1234567890
#: requests create=1
submit as cat -- a cat
wait
