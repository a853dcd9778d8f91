#: requests none
#: option --param whom=cat
param who
print ${who}
