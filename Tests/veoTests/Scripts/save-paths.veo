#: show takes/cat-1.json
prompt a cat
submit x3 as cat
wait
save @cat-1 to takes/${job.name}.mp4
save @cat-1 to takes/${job.name}.mp4
save @cat-3 to takes/cat-1.mp4
save @cat-1 to takes/${job.name}.mp4 if-exists=replace
save to "of ${job.model}/"
save
save @cat-1 to takes/${job.name}.mp4 if-exists=fail
print never printed
