#: fifo other.veo
#: requests none
include other.veo
submit -- a cat
