#: key none
#: pipe
#: requests none
submit as cat -- a cat
