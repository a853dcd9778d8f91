# Nothing is recorded, so the id is all that there is to go on with.
#: speed 1
#: option --history none
submit as cat -- a cat
wait timeout=10s
