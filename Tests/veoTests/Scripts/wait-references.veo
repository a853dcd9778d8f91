prompt a cat
submit x2 as cat
submit as dog
wait @cat-*
wait @last
wait @all
wait
wait @#1
jobs @active
jobs @failed
jobs @c*-1 @dog
