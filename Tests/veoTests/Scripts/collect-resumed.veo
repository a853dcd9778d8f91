#: any-order
#: fault download:status=404@2*99
#: fault content:status=404@2*99
submit as first -- a cat
wait
submit as second -- a dog
collect
