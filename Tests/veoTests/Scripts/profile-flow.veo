#: profile flow
#: file harbour.jpg
#: show streamed.json
#: requests create=2 chat=2
prompt a cat
submit as polled
submit as streamed mode=sync
set model veo-3.1-landscape-fast-fl
image harbour.jpg
submit as image-polled
submit as image-streamed mode=sync
wait
save
