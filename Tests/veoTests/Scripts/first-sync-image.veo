#: file harbour.jpg
#: show harbour.json
#: requests chat=1 create=0
set mode sync
set model veo-3.1-fl
image harbour.jpg
submit as harbour -- The boats rock on the waves.
wait
save
