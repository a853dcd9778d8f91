#: option --param who
param who = cat
