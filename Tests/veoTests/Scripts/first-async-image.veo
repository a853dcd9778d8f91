#: file harbour.jpg
#: show harbour.json
#: requests create=1 chat=0
set model veo-3.1-landscape-fast-fl
image harbour.jpg
prompt The boats rock on the waves.
submit as harbour
wait
save
