#: fault download:body=truncated
#: fault content:status=404
#: requests create=1 download=2 content=1
#: show cat.mp4
#: show cat.mp4.veo.part
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
