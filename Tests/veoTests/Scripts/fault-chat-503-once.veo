#: fault chat:status=503*1
#: requests chat=2
submit as cat mode=sync -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
