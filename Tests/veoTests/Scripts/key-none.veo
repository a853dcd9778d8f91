#: key none
#: requests none
submit as cat -- a cat
