#: option --history none
submit as cat -- a cat
wait
save
