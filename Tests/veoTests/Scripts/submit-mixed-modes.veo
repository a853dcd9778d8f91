#: requests create=1 chat=1
prompt a cat
submit as streamed mode=sync
submit as polled
wait
save
