#: option --dry-run
#: key none
#: requests none
set model veo-3.1
submit x2 as cat -- a cat
wait
save to ${job.name}.mp4
expect @cat-* status == completed
print ${count.all} of 2
