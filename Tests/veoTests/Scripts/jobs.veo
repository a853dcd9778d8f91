#: fault create:status=400@2*1
submit as cat -- a cat
wait
submit as dog model=veo-3.1-landscape -- a dog
wait
submit as owl mode=sync -- an owl
wait
save
jobs
jobs @cat @owl
jobs @failed
