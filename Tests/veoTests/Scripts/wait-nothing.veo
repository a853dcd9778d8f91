#: requests none
wait
save
jobs
