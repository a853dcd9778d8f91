#: fault download:body=truncated
#: requests create=1 download=5
#: show cat.mp4
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
