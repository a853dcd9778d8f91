#: option --sped 3
#: requests none
submit as cat -- a cat
