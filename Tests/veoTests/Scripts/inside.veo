#: inside
#: key none
#: show cat.json
submit as cat -- a cat
wait
save
