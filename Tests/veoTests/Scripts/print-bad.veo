#: requests none
print "quoted"
sleep
sleep soon
sleep 0s
sleep 1 s
models all
quit now
