#: fault create:status=429
#: requests create=5
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
