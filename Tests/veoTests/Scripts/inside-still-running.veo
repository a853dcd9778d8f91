#: option --simulator --speed 0.1
#: requests none
submit as cat -- a cat
