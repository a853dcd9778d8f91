#: requests none
set timeout 10 minutes
set timeout 10
set sidecar yes
set parallel many
set poll 0.5s
sleep 5 s
sleep five
