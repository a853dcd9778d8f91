#: fault status:status=500
#: requests create=1 status=5
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
