#: show cat.json
set sidecar off
submit as cat -- a cat
wait
save
