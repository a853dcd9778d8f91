submit as cat -- a cat
wait
save
show @cat
show @last
