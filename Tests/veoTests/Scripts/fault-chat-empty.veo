#: fault chat:body=empty
#: requests chat=1
submit as cat mode=sync -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
