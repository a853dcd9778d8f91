#: fault status:relative-link
#: requests create=1 content=1 download=0
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
