#: option --simulator --fault create:explode
#: requests none
submit as cat -- a cat
