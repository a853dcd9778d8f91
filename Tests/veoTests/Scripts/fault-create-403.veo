#: fault create:status=403
#: requests create=1 status=0 download=0
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
