#: fault chat:status=403
#: requests chat=1 download=0
submit as cat mode=sync -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
