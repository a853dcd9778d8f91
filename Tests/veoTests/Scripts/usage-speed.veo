#: option --simulator --speed 0
#: requests none
submit as cat -- a cat
