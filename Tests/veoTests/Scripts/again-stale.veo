#: any-order
#: fault status:status=404*3
submit as cat -- a cat
wait
again @cat as dog
