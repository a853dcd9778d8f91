#: check
#: key none
#: requests none
prompt a cat
submit as cat
wait @cat timeout=10m
save @cat to takes/${job.name}.mp4
