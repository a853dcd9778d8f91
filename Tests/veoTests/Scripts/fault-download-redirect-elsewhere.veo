#: fault download:redirect=http://127.0.0.1:9/x.mp4
#: fault content:status=404
#: show cat.mp4
submit as cat -- a cat
wait
print ${count.completed} completed, ${count.failed} failed, ${cost.total} dollars
save
