#: requests none
wait @nobody
wait cat
wait @last
wait timeout=soon
wait timeout=0s
wait any any
wait until=10s
submit as cat -- a cat
wait @cta
wait ＠cat
wait @cat-*
wait @
