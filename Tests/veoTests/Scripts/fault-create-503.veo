#: fault create:status=503
#: requests create=5 status=0
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
