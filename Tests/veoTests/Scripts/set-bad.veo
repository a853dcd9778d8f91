#: requests none
set model veo-3.1-fsat
set mode asynchronous
set colour red
set parallel 0
set parallel 101
set parallel many
set poll 500ms
set timeout 10 minutes
set timeout 10min
set sidecar yes
set out ${job.id}.mp4
set out ${job.size
set model
set
unset
unset colour
