#: requests none
submit as cat -- a cat
print $job.name
print ${job.name}
save to $job.name.mp4
save to ${job.nmae}.mp4
save to ${job.file}.mp4
save to ${job}.mp4
set out ${job.id}.mp4
set out ${job.name}/${nothing}.mp4
