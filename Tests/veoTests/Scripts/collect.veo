#: any-order
submit x3 as cat -- a cat
collect to takes/${job.name}.mp4
print ${count.completed} of ${count.all}
collect
