#: file a.txt=x
set out first-${job.name}.mp4
submit as cat -- first
set model veo-3.1
set mode sync
set out second-${job.name}.mp4
prompt changed
wait
save
expect @cat model == veo-3.1-fast
expect @cat mode == async
expect @cat prompt == first
