#: fault create:fail@1
#: fault create:status=400@2
submit as failing -- a cat
wait
submit as refused -- a cat
wait
print went on
