#: limit 100
#: requests none
submit as cat -- a cat
