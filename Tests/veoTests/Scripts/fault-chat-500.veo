#: fault chat:status=500
#: requests chat=1
submit as cat mode=sync -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
