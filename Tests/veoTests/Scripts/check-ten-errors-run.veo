#: requests none
set model veo-3.1-fsat
set poll 10
prmopt a cat
prompt "a cat"
submit as all
submit x1000
wait @nobody
save to ${job.url}
include nowhere.veo
image nothing.jpg
