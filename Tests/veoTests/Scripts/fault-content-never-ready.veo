#: fault status:no-link
#: fault content:not-ready
#: requests create=1 content=7 download=0
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
