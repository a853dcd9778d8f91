#: file cat.mp4/x=a folder of that name
submit as cat -- a cat
wait
save if-exists=replace
