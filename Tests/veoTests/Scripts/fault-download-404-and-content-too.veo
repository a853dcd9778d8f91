#: fault download:status=404
#: fault content:status=404
#: requests create=1 download=7 content=7
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
