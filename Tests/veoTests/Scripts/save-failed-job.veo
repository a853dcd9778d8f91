#: fault create:fail@1
submit as cat -- a cat
wait
save
save @cat
