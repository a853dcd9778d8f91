#: requests none
budget 1
budget
budget none
budget 2
submit -- a cat
