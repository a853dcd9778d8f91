#: requests none
#: file takes=a plain file
set out takes/${job.name}.mp4
submit as cat -- a cat
wait
save
