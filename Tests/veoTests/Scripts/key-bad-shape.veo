#: key sk-test 1234567890
#: requests none
submit as cat -- a cat
