#: speed 0.1
set timeout 2s
submit x2 as cat -- a cat
wait @cat-1
