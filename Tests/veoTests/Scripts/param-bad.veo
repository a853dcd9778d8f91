#: requests none
param
param who
param who = cat
let who = dog
param late = x
print ${late}
let other = x
param other = y
