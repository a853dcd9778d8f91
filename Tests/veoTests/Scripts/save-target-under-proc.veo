#: requests none
set out /proc/veo/${job.name}.mp4
submit as cat -- a cat
wait
save
