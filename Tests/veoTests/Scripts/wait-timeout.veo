#: speed 0.1
#: requests create=1
submit as cat -- a cat
wait timeout=10s
print never printed
