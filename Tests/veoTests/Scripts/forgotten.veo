#: requests none
submit as cat -- a cat
wait
forget @cat
wait @cat
