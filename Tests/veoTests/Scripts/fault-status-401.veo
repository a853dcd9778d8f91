#: fault status:status=401
#: requests create=1 status=4
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
