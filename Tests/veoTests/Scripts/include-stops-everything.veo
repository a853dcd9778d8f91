#: file inner.veo=submit as cat -- a cat\nwait timeout=10s\nprint never printed
#: speed 0.1
include inner.veo
print never printed either
