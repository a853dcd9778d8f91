#: key "sk-test-0123456789"
#: requests none
submit -- a cat
