#: requests none
show settings
set model veo-3.1-landscape
set mode sync
set out "my takes/${job.name}-${job.number}.mp4"
set sidecar off
set parallel 3
set poll 10s
set timeout 90s
show settings
show out
show script
unset out
unset model
unset timeout
show settings
