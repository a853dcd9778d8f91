#: requests none
#: file takes/of/cat=a plain file
prompt a cat
submit as cat
wait
save @cat to takes/of/cat/${job.name}.mp4
