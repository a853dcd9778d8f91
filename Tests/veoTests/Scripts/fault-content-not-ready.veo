#: fault status:no-link
#: fault content:not-ready*1
#: requests create=1 content=2
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
