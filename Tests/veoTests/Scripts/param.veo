#: option --param who=狐狸 --param=what=${who} --param empty=
param who = cat
param what
param empty = full
param plain = as it stands
print ${who}|${what}|${empty}|${plain}
