#: fault status:fail@2
set parallel 1
submit x3 as cat -- a cat
try wait
save @cat-*
save @all
