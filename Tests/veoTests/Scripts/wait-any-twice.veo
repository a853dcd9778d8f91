#: requests none
submit as cat -- a cat
wait any any
wait any @cat any
