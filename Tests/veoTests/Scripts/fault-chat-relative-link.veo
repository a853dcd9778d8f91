#: fault chat:relative-link
#: requests chat=1 download=1
submit as cat mode=sync -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
