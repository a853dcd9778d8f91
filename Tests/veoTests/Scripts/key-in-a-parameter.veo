#: key sk-test-0123456789
#: option --param p=sk-test-0123456789
#: requests none
param p
print ${p}
