#: any-order
#: fault status:fail@1
submit as first -- a cat
wait
submit as second -- a dog
collect
print ${count.completed} completed, ${count.failed} failed
