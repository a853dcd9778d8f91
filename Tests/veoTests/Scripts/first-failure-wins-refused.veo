#: fault create:status=400*1
#: fault create:fail
submit as refused -- a cat
wait
submit as failing -- a cat
wait
save @refused
